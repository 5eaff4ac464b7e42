// The payouts that wait for a person, oldest first, and all others by state.
import { PageHeader } from '@farebox/ui'
import type { Metadata } from 'next'
import { gate } from '../../../place/gate'
import type { Search } from '../../../place/search'
import { load } from '../../../trpc/load'
import { api, Hydrated } from '../../../trpc/server'
import { loadPayoutFilters, pageOfPayouts } from './payout-filters'
import { PayoutQueue } from './payout-queue'
import { PayoutRuns } from './payout-runs'

export const metadata: Metadata = { title: 'Payouts' }

export default async function PayoutsPage({ searchParams }: { searchParams: Search }) {
  const { operator, refusal } = await gate('payouts.read', '/payouts')
  if (refusal) return refusal
  const filters = await loadPayoutFilters(searchParams)
  await load(
    api().payouts.queue.queryOptions(pageOfPayouts(filters)),
    api().payouts.counts.queryOptions(),
    api().payouts.runs.queryOptions(),
  )
  return (
    <Hydrated>
      <PageHeader title="Payouts" description="What developers earned and is to leave. Nothing is sent that waits here." />
      <PayoutQueue />
      <PayoutRuns role={operator.role} />
    </Hydrated>
  )
}
