// Where a request of an app ends that cannot go on: what happened, what it cost, what to do.
import { EmptyState, LinkButton, PlainShell } from '@farebox/ui'
import type { Metadata, Route } from 'next'

export const metadata: Metadata = { title: 'Not connected', robots: { index: false } }

const reasons: Record<string, string> = {
  connect_expired: 'This request has ended, or it was made in another browser. Go back to the app and connect again.',
  link_expired: 'This link has ended: it works once, for ten minutes. Go back to the app and connect again.',
  app_suspended: 'The app is suspended.',
  origin_not_allowed: 'The decision did not come from Farebox’s own page.',
  website_unknown: 'The website that sent you here is not known as this app’s. Its developer can register it in the dashboard.',
  invalid_client: 'The app is not known to Farebox, or it is suspended.',
  invalid_redirect_uri: 'The app asked to be answered at an address it has not registered. Its developer can add it in the dashboard.',
}

export default async function ProblemPage({ searchParams }: { searchParams: Promise<{ code?: string | string[] }> }) {
  const { code } = await searchParams
  const reason = typeof code === 'string' ? reasons[code] : undefined
  return (
    <PlainShell product="Wallet">
      <h1 className="sr-only">Not connected</h1>
      <EmptyState
        title="The app was not connected"
        why={`${reason ?? 'The request of the app was not complete.'} Nothing was allowed, and nothing was charged.`}
        action={<LinkButton href={'/' as Route}>To your wallet</LinkButton>}
      />
    </PlainShell>
  )
}
