'use client'
// The refunds with their filter, all of it in the address.
import type { OperatorRouter } from '@farebox/billing/operator-router'
import { CountTile, type DataColumn, EmptyState, Money, SelectField, Tiles, TimeStamp } from '@farebox/ui'
import { keepPreviousData, useQuery, useSuspenseQuery } from '@tanstack/react-query'
import type { inferRouterOutputs } from '@trpc/server'
import { useQueryStates } from 'nuqs'
import { RecordLink } from '../../../records/record-link'
import { PagedTable } from '../../../tables/paged-table'
import { useApi } from '../../../trpc/client'
import { pageOfRefunds, refundFilters, type shownRefunds } from './refund-filters'
import { originWords, RefundBadge } from './refund-words'

type Refund = inferRouterOutputs<OperatorRouter>['refunds']['queue']['rows'][number]

const columns: DataColumn<Refund>[] = [
  {
    id: 'purchase',
    header: 'Purchase',
    cell: ({ description, refundId, stripeRefundId }) => (
      <span className="block">
        <span className="block font-medium text-ink">{description}</span>
        <span className="wrap-anywhere font-mono text-ink-faint text-xs">{stripeRefundId ?? refundId}</span>
      </span>
    ),
  },
  {
    id: 'status',
    header: 'State',
    cell: ({ status, failure }) => (
      <span className="block space-y-1 text-end @2xl:text-start">
        <RefundBadge status={status} />
        {failure ? <span className="wrap-anywhere block max-w-xs text-ink-faint text-xs">{failure}</span> : null}
      </span>
    ),
  },
  { id: 'since', header: 'Since', cell: ({ statusSince }) => <TimeStamp at={statusSince} /> },
  { id: 'origin', header: 'Asked by', cell: ({ origin }) => <span className="whitespace-nowrap">{originWords[origin]}</span> },
  { id: 'wallet', header: 'Of', cell: (refund) => <Owner refund={refund} /> },
  {
    id: 'owed',
    header: 'Became owed',
    align: 'end',
    cell: ({ owed }) =>
      owed > 0n ? <Money amount={owed} as="exact" className="text-critical" /> : <span className="text-ink-faint">–</span>,
  },
  {
    id: 'amount',
    header: 'Amount',
    align: 'end',
    cell: ({ amount }) => <Money amount={amount} as="charge" className="font-medium text-ink" />,
  },
]

function Owner({ refund: { walletId, organizationId } }: { refund: Refund }) {
  if (walletId)
    return (
      <RecordLink kind="wallet" id={walletId}>
        {shortId(walletId)}
      </RecordLink>
    )
  return organizationId ? (
    <RecordLink kind="organization" id={organizationId}>
      {shortId(organizationId)}
    </RecordLink>
  ) : null
}

/** `wal_…5cdy2vq`: a whole id would take half of the row, and is on the page it leads to. */
const shortId = (id: string) => <code className="whitespace-nowrap font-mono text-[0.8125rem]">{`${id.slice(0, 4)}…${id.slice(-7)}`}</code>

const stateChoices = [
  { value: 'unfinished', label: 'Not finished, oldest first' },
  { value: 'unknown', label: 'Unknown at Stripe' },
  { value: 'failed', label: 'Failed' },
  { value: 'all', label: 'All, newest first' },
]

export function RefundQueue() {
  const api = useApi()
  const [filters, setFilters] = useQueryStates(refundFilters, { history: 'push' })
  const { data: counts } = useSuspenseQuery(api.refunds.counts.queryOptions())
  const list = useQuery({ ...api.refunds.queue.queryOptions(pageOfRefunds(filters)), placeholderData: keepPreviousData })
  return (
    <>
      <Tiles>
        <CountTile label="On their way" count={counts.waiting} href="/refunds" />
        <CountTile
          label="Unknown at Stripe"
          count={counts.unknown}
          href="/refunds?status=unknown"
          note="Looked up by themselves, never sent twice"
        />
        <CountTile label="Failed" count={counts.failed} href="/refunds?status=failed" note="The money is back in the wallet" />
      </Tiles>
      <search className="block w-full sm:w-72">
        <SelectField
          label="Show"
          choices={stateChoices}
          value={filters.status}
          onValueChange={(status) => void setFilters({ status: status as (typeof shownRefunds)[number], after: null })}
        />
      </search>
      <PagedTable
        caption="Refunds"
        list={list}
        kind="queue"
        columns={columns}
        rowKey={({ refundId }) => refundId}
        isFiltered={filters.status !== 'unfinished' || filters.after !== ''}
        onClearFilters={() => void setFilters({ status: null, after: null })}
        empty={
          <EmptyState title="Nothing is on its way" why="Refunds that Stripe has not finished stand here until the money has arrived." />
        }
      />
    </>
  )
}
