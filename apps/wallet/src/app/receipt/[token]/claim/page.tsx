// /receipt/{token}/claim: whoever paid makes the balance theirs. The app's calls for its user are then paid by their own wallet, so
// they choose a limit as they would when connecting.
import { findClaimable } from '@farebox/billing/connect-links'
import { appConsentFacts, HOW_TO_STOP } from '@farebox/billing/consent'
import { asAppError } from '@farebox/errors'
import { formatBalance } from '@farebox/money'
import { EmptyState, LinkButton, PlainShell } from '@farebox/ui'
import type { Metadata, Route } from 'next'
import { ConsentForm } from '../../../../connect/consent-form'
import { clock } from '../../../../server/clock'
import { database } from '../../../../server/database'
import { requirePerson } from '../../../../server/session'

export const metadata: Metadata = { title: 'Claim a balance', robots: { index: false }, referrer: 'no-referrer' }

type PageProps = { params: Promise<{ token: string }>; searchParams: Promise<{ problem?: string | string[] }> }

export default async function ClaimPage({ params, searchParams }: PageProps) {
  const { token } = await params
  const { problem } = await searchParams
  const person = await requirePerson(`/receipt/${token}/claim`)
  const claimable = await findClaimable(database(), { token, person }).catch((thrown: unknown) => asAppError(thrown))
  if (claimable instanceof Error) return <NotClaimable token={token} why={claimable.message} />
  const { appId, mode, externalUserId, balance } = claimable
  const facts = await appConsentFacts(database(), { appId, mode, userId: person.userId, now: await clock().now() })
  const title = `Claim ${formatBalance(balance)} for your wallet`
  const asked = { action: `/receipt/${token}/claim/decide`, returnsTo: null, scopes: [], payingFor: externalUserId, title }
  return (
    <PlainShell product="Wallet" footer={HOW_TO_STOP}>
      <ConsentForm asked={asked} facts={facts} person={person} problem={typeof problem === 'string' ? problem : undefined} />
    </PlainShell>
  )
}

function NotClaimable({ token, why }: { token: string; why: string }) {
  return (
    <PlainShell product="Wallet">
      <h1 className="sr-only">Nothing was claimed</h1>
      <EmptyState
        title="Nothing was claimed"
        why={why}
        action={<LinkButton href={`/receipt/${token}` as Route}>Back to the receipt</LinkButton>}
      />
    </PlainShell>
  )
}
