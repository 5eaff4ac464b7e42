// Money on its way back: what Stripe has not finished, what failed, and who owes something since.
import { PageHeader } from '@farebox/ui'
import type { Metadata } from 'next'
import { gate } from '../../../place/gate'
import type { Search } from '../../../place/search'
import { load } from '../../../trpc/load'
import { api, Hydrated } from '../../../trpc/server'
import { DebtList } from './debt-list'
import { loadRefundFilters, pageOfRefunds } from './refund-filters'
import { RefundQueue } from './refund-queue'

export const metadata: Metadata = { title: 'Refunds' }

export default async function RefundsPage({ searchParams }: { searchParams: Search }) {
  const { refusal } = await gate('refunds.read', '/refunds')
  if (refusal) return refusal
  const filters = await loadRefundFilters(searchParams)
  await load(
    api().refunds.counts.queryOptions(),
    api().refunds.queue.queryOptions(pageOfRefunds(filters)),
    api().refunds.debts.queryOptions(),
  )
  return (
    <Hydrated>
      <PageHeader
        title="Refunds"
        description="People take back what they did not spend by themselves. Here stands what Stripe has not finished, and what went wrong. To refund a purchase, open its wallet."
      />
      <RefundQueue />
      <DebtList />
    </Hydrated>
  )
}
