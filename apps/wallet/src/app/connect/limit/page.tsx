// /connect/limit?client_id=…&origin=…&state=…: an app reached its limit, and its sheet sent the person here to raise it. It works
// without JavaScript, and only here can a limit be raised.
import { limitOfClient } from '@farebox/billing/app-limit'
import { EmptyState, LinkButton, PlainShell } from '@farebox/ui'
import type { Metadata, Route } from 'next'
import { redirect } from 'next/navigation'
import { askingWebsite } from '../../../connect/asking-website'
import { RaiseForm } from '../../../connect/raise-form'
import { clock } from '../../../server/clock'
import { database } from '../../../server/database'
import { requirePerson } from '../../../server/session'

export const metadata: Metadata = { title: 'Raise a limit', robots: { index: false }, referrer: 'no-referrer' }

type Parameters = Record<string, string | string[] | undefined>

export default async function LimitPage({ searchParams }: { searchParams: Promise<Parameters> }) {
  const parameters = await searchParams
  const asking = await askingWebsite(parameters)
  if (!asking) redirect('/connect/problem?code=website_unknown' as Route)
  const { client, origin, state } = asking
  const { problem, about } = parameters
  const again = new URLSearchParams({ client_id: client.clientId, origin, state, ...(about === 'call' && { about }) })
  const person = await requirePerson(`/connect/limit?${again}`)
  const app = await limitOfClient(database(), { clientId: client.clientId, userId: person.userId, now: await clock().now() })
  return (
    <PlainShell product="Wallet">
      {app?.status === 'active' && app.limit !== null ? (
        <RaiseForm
          asked={{ clientId: client.clientId, origin, state, isAboutOneCall: about === 'call' }}
          app={app}
          person={person}
          problem={typeof problem === 'string' ? problem : undefined}
        />
      ) : (
        <EmptyState
          title={`${client.appName} has no limit here`}
          why={`You are signed in as ${person.email}, and this account does not let ${client.appName} spend. Nothing was changed.`}
          action={<LinkButton href={'/apps' as Route}>Your apps</LinkButton>}
        />
      )}
    </PlainShell>
  )
}
