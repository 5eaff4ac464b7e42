'use client'
// Charging for a service, ready to paste, with the first service's own name in it.
import { CodeBlock, Section } from '@farebox/ui'
import { useSuspenseQuery } from '@tanstack/react-query'
import type { Mode } from '../../../../../place/mode'
import { useApi } from '../../../../../trpc/client'
import { serviceSnippets } from './snippets'

export function ServiceSnippets({ appId, mode, gatewayUrl }: { appId: string; mode: Mode; gatewayUrl: string }) {
  const api = useApi()
  const { data } = useSuspenseQuery(api.services.list.queryOptions({ appId, mode }))
  const [first] = data
  const service = first ?? { name: 'page-scan', unit: 'page' }
  return (
    <Section
      title="Charge for it"
      description="In one step where the cost is known beforehand; else reserve the most it can cost, do the work, and settle what it did cost."
    >
      <CodeBlock label="Calls" samples={serviceSnippets({ service, gatewayUrl })} />
    </Section>
  )
}
