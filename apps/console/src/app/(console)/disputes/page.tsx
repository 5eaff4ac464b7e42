// Payments that a bank wants back, or warns about: the one that must be answered first stands first.
import { PageHeader } from '@farebox/ui'
import type { Metadata } from 'next'
import { gate } from '../../../place/gate'
import type { Search } from '../../../place/search'
import { load } from '../../../trpc/load'
import { api, Hydrated } from '../../../trpc/server'
import { loadDisputeFilters, pageOfDisputes } from './dispute-filters'
import { DisputeQueue } from './dispute-queue'

export const metadata: Metadata = { title: 'Disputes' }

export default async function DisputesPage({ searchParams }: { searchParams: Search }) {
  const { refusal } = await gate('disputes.read', '/disputes')
  if (refusal) return refusal
  const filters = await loadDisputeFilters(searchParams)
  await load(api().disputes.queue.queryOptions(pageOfDisputes(filters)), api().disputes.counts.queryOptions())
  return (
    <Hydrated>
      <PageHeader
        title="Disputes"
        description="Payments that a bank wants back. What is left of them, and the markup they paid, is frozen until the bank decides."
      />
      <DisputeQueue />
    </Hydrated>
  )
}
