'use client'
// What the app names itself with: a key that may be seen by everybody, and a secret that only its server has.
import { Button, Card, CopyButton, Section } from '@farebox/ui'
import { useSuspenseQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import type { Mode } from '../../../../../place/mode'
import { useApi } from '../../../../../trpc/client'
import { SecretDialog } from './secret-dialog'

type ClientFactsProps = { appId: string; mode: Mode; issuer: string }

export function ClientFacts({ appId, mode, issuer }: ClientFactsProps) {
  const api = useApi()
  const { data } = useSuspenseQuery(api.connect.client.queryOptions({ appId, mode }))
  const { clientId, server } = data
  return (
    <Section title="Your app’s names" description="The publishable key may stand in a page: it names your app and cannot spend.">
      <Card className="divide-y divide-line">
        <Fact label={mode === 'sandbox' ? 'Publishable key (sandbox)' : 'Publishable key'} copy={clientId} />
        <Fact label="Issuer" copy={issuer} />
        <Fact
          label="Server"
          {...(server && { copy: server.clientId })}
          action={
            <SecretDialog
              appId={appId}
              mode={mode}
              issuer={issuer}
              isReplacing={server !== null}
              trigger={<Button size="small">{server ? 'Replace secret' : 'Create a secret'}</Button>}
            />
          }
        >
          {server ? `Its secret ends in ${server.lastFour}` : 'No secret yet. Only an app with a server of its own needs one.'}
        </Fact>
      </Card>
    </Section>
  )
}

function Fact({ label, copy, action, children }: { label: string; copy?: string; action?: ReactNode; children?: ReactNode }) {
  return (
    <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 py-3 text-sm first:pt-0 last:pb-0">
      <div className="min-w-0">
        <p className="text-ink-faint">{label}</p>
        {copy === undefined ? null : (
          <p className="flex items-center gap-1">
            <code className="min-w-0 break-all font-mono text-[0.8125rem] text-ink">{copy}</code>
            <CopyButton text={copy} label={`Copy ${label}`} />
          </p>
        )}
        {children ? <p className="text-ink-soft">{children}</p> : null}
      </div>
      {action}
    </div>
  )
}
