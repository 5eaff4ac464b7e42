'use client'
// The queue with its filters, all of it in the address.
import { CountTile, type DataColumn, EmptyState, Money, SelectField, Tiles, TimeStamp } from '@farebox/ui'
import { keepPreviousData, useQuery, useSuspenseQuery } from '@tanstack/react-query'
import { useQueryStates } from 'nuqs'
import { PagedTable } from '../../../tables/paged-table'
import { useApi } from '../../../trpc/client'
import { disputeFilters, pageOfDisputes } from './dispute-filters'
import { type DisputeRow, KindBadge, PhaseBadge, reasonWords } from './dispute-words'
import { DueBadge } from './due-badge'

const columns: DataColumn<DisputeRow>[] = [
  {
    id: 'payment',
    header: 'Payment',
    cell: ({ order, reason, kind }) => (
      <span className="block">
        <span className="block font-medium text-ink">{order.description}</span>
        <span className="mt-1 flex flex-wrap items-center gap-2 text-ink-faint text-xs">
          <KindBadge kind={kind} />
          {reasonWords(reason)}
        </span>
      </span>
    ),
  },
  { id: 'phase', header: 'State', cell: ({ phase }) => <PhaseBadge phase={phase} /> },
  {
    id: 'due',
    header: 'Answer by',
    cell: ({ dueBy, closedAt }) => {
      if (closedAt) {
        return (
          <span className="text-ink-faint">
            Ended <TimeStamp at={closedAt} />
          </span>
        )
      }
      return dueBy ? <DueBadge dueBy={dueBy} /> : <span className="text-ink-faint">No deadline</span>
    },
  },
  { id: 'opened', header: 'Opened', cell: ({ openedAt }) => <TimeStamp at={openedAt} /> },
  { id: 'frozen', header: 'Frozen', align: 'end', cell: ({ frozen }) => <Money amount={frozen} as="exact" /> },
  {
    id: 'amount',
    header: 'Amount',
    align: 'end',
    cell: ({ amount }) => <Money amount={amount} as="charge" className="font-medium text-ink" />,
  },
]

const states = [
  { value: 'waiting', label: 'Waiting for our answer' },
  { value: 'due', label: 'Due within two days' },
  { value: 'open', label: 'Open' },
  { value: 'closed', label: 'Over' },
  { value: 'all', label: 'All' },
]

const kinds = [
  { value: 'both', label: 'Disputes and warnings' },
  { value: 'dispute', label: 'Disputes' },
  { value: 'fraud_warning', label: 'Fraud warnings' },
]

export function DisputeQueue() {
  const api = useApi()
  const [filters, setFilters] = useQueryStates(disputeFilters, { history: 'push' })
  const { data: counts } = useSuspenseQuery(api.disputes.counts.queryOptions())
  const list = useQuery({ ...api.disputes.queue.queryOptions(pageOfDisputes(filters)), placeholderData: keepPreviousData })
  return (
    <>
      <Tiles>
        <CountTile label="Wait for our answer" count={counts.waiting} href="/disputes" />
        <CountTile label="Due within two days" count={counts.dueSoon} href="/disputes?state=due" />
        <CountTile label="Fraud warnings" count={counts.warnings} href="/disputes?state=open&kind=fraud_warning" />
      </Tiles>
      <search className="grid gap-4 sm:grid-cols-3">
        <SelectField
          label="Show"
          choices={states}
          value={filters.state}
          onValueChange={(state) => void setFilters({ state: state as typeof filters.state, after: null })}
        />
        <SelectField
          label="Kind"
          choices={kinds}
          value={filters.kind}
          onValueChange={(kind) => void setFilters({ kind: kind as typeof filters.kind, after: null })}
        />
      </search>
      <PagedTable
        caption="Disputes and fraud warnings"
        list={list}
        kind="queue"
        columns={columns}
        rowKey={({ id }) => id}
        rowHref={({ id }) => `/disputes/${id}`}
        isFiltered={filters.state !== 'waiting' || filters.kind !== 'both' || filters.after !== ''}
        onClearFilters={() => void setFilters({ state: null, kind: null, after: null })}
        empty={<EmptyState title="Queue clear" why="A payment that its bank wants back stands here until it is answered." />}
      />
    </>
  )
}
