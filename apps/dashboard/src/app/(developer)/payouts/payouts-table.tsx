'use client'
// Every payout, newest first.
import type { DeveloperRouter } from '@farebox/billing/routers'
import { type DataColumn, DataTable, EmptyState, Money, TimeStamp } from '@farebox/ui'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import type { inferRouterOutputs } from '@trpc/server'
import { useState } from 'react'
import { ListError } from '../../../tables/list-error'
import { Pager } from '../../../tables/pager'
import { useApi } from '../../../trpc/client'
import { PayoutStatus } from './payout-status'

export type PayoutRow = inferRouterOutputs<DeveloperRouter>['payouts']['list']['rows'][number]

const columns: DataColumn<PayoutRow>[] = [
  { id: 'made', header: 'Made', cell: ({ createdAt }) => <TimeStamp at={createdAt} /> },
  { id: 'status', header: 'Status', cell: ({ status }) => <PayoutStatus status={status} /> },
  { id: 'bank', header: 'To', cell: ({ bankLastFour }) => (bankLastFour ? `Bank account …${bankLastFour}` : 'Your Stripe account') },
  { id: 'sent', header: 'Sent', cell: ({ sentAt }) => (sentAt ? <TimeStamp at={sentAt} /> : '–') },
  { id: 'paid', header: 'Paid', cell: ({ paidAt }) => (paidAt ? <TimeStamp at={paidAt} /> : '–') },
  { id: 'amount', header: 'Amount, USD', align: 'end', cell: ({ amount }) => <Money amount={amount} as="balance" /> },
]

export function PayoutsTable({ organizationId, delayDays }: { organizationId: string; delayDays: number }) {
  const api = useApi()
  const [after, setAfter] = useState<string>()
  const list = useQuery({
    ...api.payouts.list.queryOptions({ organizationId, ...(after && { after }) }),
    placeholderData: keepPreviousData,
  })
  if (list.error) return <ListError error={list.error} onRetry={() => void list.refetch()} />
  const rows = list.data?.rows ?? []
  return (
    <DataTable
      caption="Payouts, newest first"
      rows={rows}
      columns={columns}
      rowKey={({ id }) => id}
      rowHref={({ id }) => `/payouts/${id}?organization=${organizationId}`}
      isLoading={list.isLoading}
      empty={<EmptyState title="Nothing was paid out yet" why={`Earnings become available ${delayDays} days after use.`} />}
      footNote="Payouts are whole cents, so these amounts are exact."
      pager={
        <Pager
          isFirst={after === undefined}
          hasMore={list.data?.hasMore ?? false}
          onNewest={() => setAfter(undefined)}
          onOlder={() => setAfter(rows.at(-1)?.id)}
        />
      }
    />
  )
}
