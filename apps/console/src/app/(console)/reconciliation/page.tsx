// Whether the books agree with themselves and with Stripe.
import type { Metadata } from 'next'
import { gate } from '../../../place/gate'
import { load } from '../../../trpc/load'
import { api, Hydrated } from '../../../trpc/server'
import { Board } from './board'

export const metadata: Metadata = { title: 'Reconciliation' }

export default async function ReconciliationPage() {
  const { operator, refusal } = await gate('reconciliation.read', '/reconciliation')
  if (refusal) return refusal
  await load(api().reconciliation.board.queryOptions())
  return (
    <Hydrated>
      <Board role={operator.role} />
    </Hydrated>
  )
}
