'use client'
// The breaks: what disagrees, since when, by how much, and why as far as we know.
import type { OperatorRouter } from '@farebox/billing/operator-router'
import { Badge, type DataColumn, EmptyState, Money, Section, SelectField, StatusBadge, TimeStamp } from '@farebox/ui'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import type { inferRouterOutputs } from '@trpc/server'
import { useQueryStates } from 'nuqs'
import { PagedTable } from '../../../tables/paged-table'
import { useApi } from '../../../trpc/client'
import { breakFilters } from './break-filters'

type Break = inferRouterOutputs<OperatorRouter>['reconciliation']['breaks']['rows'][number]

const columns: DataColumn<Break>[] = [
  {
    id: 'kind',
    header: 'Break',
    cell: ({ kind, subject }) => (
      <span className="block">
        <span className="block font-medium text-ink">{kind.replaceAll(/[._]/g, ' ')}</span>
        <span className="wrap-anywhere font-mono text-ink-faint text-xs">{subject}</span>
      </span>
    ),
  },
  { id: 'why', header: 'Explanation', cell: ({ explanation }) => <span className="wrap-anywhere block max-w-md">{explanation}</span> },
  {
    id: 'severity',
    header: 'About',
    cell: ({ severity, resolvedAt }) =>
      resolvedAt ? (
        <StatusBadge status="settled">Resolved</StatusBadge>
      ) : (
        <Badge tone={severity === 'money' ? 'critical' : 'caution'}>{severity === 'money' ? 'Money' : 'Notice'}</Badge>
      ),
  },
  { id: 'since', header: 'Since', cell: ({ firstSeenAt }) => <TimeStamp at={firstSeenAt} /> },
  {
    id: 'amount',
    header: 'Amount',
    align: 'end',
    cell: ({ amount }) => (amount === null ? '–' : <Money amount={amount} as="exact" negative="parentheses" />),
  },
]

export function BreakTable() {
  const [filters, setFilters] = useQueryStates(breakFilters, { history: 'push' })
  const { state, after } = filters
  const list = useQuery({
    ...useApi().reconciliation.breaks.queryOptions({ state, limit: 50, ...(after && { after }) }),
    placeholderData: keepPreviousData,
  })
  return (
    <Section
      title="Breaks"
      action={
        <div className="w-44">
          <SelectField
            label="State of breaks"
            isLabelHidden
            choices={[
              { value: 'open', label: 'Open' },
              { value: 'resolved', label: 'Resolved' },
              { value: 'all', label: 'All' },
            ]}
            value={state}
            onValueChange={(next) => void setFilters({ state: next as typeof state, after: null })}
          />
        </div>
      }
    >
      <PagedTable
        caption="Breaks, newest first"
        list={list}
        kind="log"
        columns={columns}
        rowKey={({ id }) => id}
        rowHref={({ id }) => `/reconciliation/breaks/${id}`}
        isFiltered={state !== 'open' || after !== ''}
        onClearFilters={() => void setFilters({ state: null, after: null })}
        empty={
          <EmptyState
            title="No open break"
            why="Where the ledger and Stripe, or the ledger and itself, disagree, the break stands here until it is explained."
          />
        }
        footNote="Amounts are exact."
      />
    </Section>
  )
}
