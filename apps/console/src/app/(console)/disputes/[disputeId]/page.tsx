// One dispute: the facts, what it moved and would move, the evidence, and the answer. The evidence is personal data: looking is on record.
import type { Metadata } from 'next'
import { gate } from '../../../../place/gate'
import { load } from '../../../../trpc/load'
import { api, Hydrated } from '../../../../trpc/server'
import { DisputeCasePage } from './dispute-case'

export const metadata: Metadata = { title: 'Dispute' }

type PageProps = { params: Promise<{ disputeId: string }> }

export default async function DisputePage({ params }: PageProps) {
  const { disputeId } = await params
  const { operator, refusal } = await gate('disputes.read', `/disputes/${disputeId}`)
  if (refusal) return refusal
  await load(api().disputes.case.queryOptions({ disputeId }))
  return (
    <Hydrated>
      <DisputeCasePage disputeId={disputeId} role={operator.role} />
    </Hydrated>
  )
}
