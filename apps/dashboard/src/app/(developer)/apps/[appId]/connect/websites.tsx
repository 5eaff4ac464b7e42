'use client'
// Which websites the app runs on.
import { Card, Section } from '@farebox/ui'
import { useMutation, useQueryClient, useSuspenseQuery } from '@tanstack/react-query'
import type { Mode } from '../../../../../place/mode'
import { useApi } from '../../../../../trpc/client'
import { AddressList } from './address-list'

export function Websites({ appId, mode }: { appId: string; mode: Mode }) {
  const api = useApi()
  const cache = useQueryClient()
  const { data } = useSuspenseQuery(api.connect.client.queryOptions({ appId, mode }))
  const set = useMutation(api.connect.setOrigins.mutationOptions({ onSuccess: () => cache.invalidateQueries() }))
  return (
    <Section
      title="Websites"
      description={`Pages on these may call Farebox from the browser, and a payment may lead back to them. ${ofMode(mode, data.liveOrigins)} A change holds within 20 seconds.`}
    >
      <Card>
        <AddressList
          addresses={data.origins}
          onSave={(origins) => set.mutateAsync({ appId, mode, origins })}
          label="Add a website"
          placeholder="https://your.app"
          hint="Its name only, without a path."
          whenEmpty="None yet, so no page may call Farebox from a browser."
          {...(mode === 'live' && { first: { word: 'Shown to users', promote: 'Show this one' } })}
        />
      </Card>
    </Section>
  )
}

function ofMode(mode: Mode, liveOrigins: readonly string[]): string {
  if (mode === 'live') return 'The sandbox takes them too.'
  const live = liveOrigins.length > 0 ? `, beside the live ones (${liveOrigins.join(', ')})` : ''
  return `These are the sandbox’s own${live}; any page on http://localhost works without being listed.`
}
