// One payout: the facts, what happened so far, and the decision. Looking at it is on record, since bank facts are personal data.
import type { Metadata } from 'next'
import { gate } from '../../../../place/gate'
import { load } from '../../../../trpc/load'
import { api, Hydrated } from '../../../../trpc/server'
import { PayoutCase } from './payout-case'

export const metadata: Metadata = { title: 'Payout' }

type PageProps = { params: Promise<{ payoutId: string }> }

export default async function PayoutCasePage({ params }: PageProps) {
  const { payoutId } = await params
  const { operator, refusal } = await gate('payouts.read', `/payouts/${payoutId}`)
  if (refusal) return refusal
  await load(api().payouts.case.queryOptions({ payoutId }), api().audit.operators.queryOptions())
  return (
    <Hydrated>
      <PayoutCase payoutId={payoutId} operator={{ id: operator.id, role: operator.role }} />
    </Hydrated>
  )
}
