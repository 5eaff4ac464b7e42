'use client'
// The queue with its filters, all of it in the address.
import type { OperatorRouter } from '@farebox/billing/operator-router'
import { Badge, CountTile, type DataColumn, EmptyState, Money, SelectField, Tiles, TimeStamp } from '@farebox/ui'
import { keepPreviousData, useQuery, useSuspenseQuery } from '@tanstack/react-query'
import type { inferRouterOutputs } from '@trpc/server'
import { Sparkle, UsersRound } from 'lucide-react'
import { useQueryStates } from 'nuqs'
import { PagedTable } from '../../../tables/paged-table'
import { useApi } from '../../../trpc/client'
import { pageOfPayouts, payoutFilters, shownStates } from './payout-filters'
import { PayoutBadge, payoutStates, ruleWords } from './payout-words'

type QueueRow = inferRouterOutputs<OperatorRouter>['payouts']['queue']['rows'][number]

const columns: DataColumn<QueueRow>[] = [
  {
    id: 'organization',
    header: 'Developer',
    cell: ({ organization, isFirst, needsTwo, country }) => (
      <span className="block">
        <span className="wrap-anywhere block font-medium text-ink">{organization.name}</span>
        <span className="flex flex-wrap items-center gap-1.5 text-ink-faint text-xs">
          {country}
          {isFirst ? (
            <Badge tone="accent" icon={<Sparkle aria-hidden />}>
              First payout
            </Badge>
          ) : null}
          {needsTwo ? (
            <Badge tone="neutral" icon={<UsersRound aria-hidden />}>
              Two people
            </Badge>
          ) : null}
        </span>
      </span>
    ),
  },
  { id: 'status', header: 'State', cell: ({ status }) => <PayoutBadge status={status} /> },
  { id: 'age', header: 'In this state since', cell: ({ statusSince }) => <TimeStamp at={statusSince} /> },
  {
    id: 'risk',
    header: 'Risk',
    cell: ({ findings }) =>
      findings.length === 0 ? (
        <span className="text-ink-faint">Nothing fired</span>
      ) : (
        <span className="flex flex-wrap gap-1">
          {findings.map(({ rule, action }) => (
            <Badge key={rule} tone={action === 'hold' ? 'critical' : 'caution'}>
              {ruleWords(rule)}
            </Badge>
          ))}
        </span>
      ),
  },
  { id: 'assignee', header: 'Assignee', cell: ({ assignedTo }) => assignedTo?.name ?? <span className="text-ink-faint">Nobody</span> },
  {
    id: 'amount',
    header: 'Amount',
    align: 'end',
    cell: ({ amount }) => <Money amount={amount} as="charge" className="font-medium text-ink" />,
  },
]

const stateChoices = shownStates.map((value) => ({
  value,
  label: value === 'waiting' ? 'Waiting for a person' : value === 'all' ? 'Every state' : payoutStates[value].word,
}))

export function PayoutQueue() {
  const api = useApi()
  const [filters, setFilters] = useQueryStates(payoutFilters, { history: 'push' })
  const { data: counts } = useSuspenseQuery(api.payouts.counts.queryOptions())
  const list = useQuery({ ...api.payouts.queue.queryOptions(pageOfPayouts(filters)), placeholderData: keepPreviousData })
  const clear = () => void setFilters({ status: null, assignee: null, risk: null, after: null })
  return (
    <>
      <Tiles>
        <CountTile
          label="Wait for a person"
          count={counts.waiting}
          note={counts.oldestAt ? <Oldest at={counts.oldestAt} /> : 'Queue clear'}
        />
        {(['in_review', 'held', 'unknown'] as const).map((state) => (
          <CountTile key={state} label={payoutStates[state].word} count={counts.byStatus[state] ?? 0} href={`/payouts?status=${state}`} />
        ))}
      </Tiles>
      <search className="grid gap-4 sm:grid-cols-3">
        <SelectField
          label="State"
          choices={stateChoices}
          value={filters.status}
          onValueChange={(status) => void setFilters({ status: status as (typeof shownStates)[number], after: null })}
        />
        <SelectField
          label="Assignee"
          choices={[
            { value: 'anybody', label: 'Anybody' },
            { value: 'me', label: 'Me' },
            { value: 'nobody', label: 'Nobody' },
          ]}
          value={filters.assignee || 'anybody'}
          onValueChange={(assignee) => void setFilters({ assignee: assignee === 'anybody' ? null : assignee, after: null })}
        />
        <SelectField
          label="Order"
          choices={[
            { value: 'age', label: 'Longest in its state first' },
            { value: 'amount', label: 'Largest first' },
          ]}
          value={filters.sort}
          onValueChange={(sort) => void setFilters({ sort: sort === 'amount' ? 'amount' : 'age', after: null })}
        />
      </search>
      <PagedTable
        caption="Payouts"
        list={list}
        kind="queue"
        columns={columns}
        rowKey={({ id }) => id}
        rowHref={({ id }) => `/payouts/${id}`}
        isFiltered={filters.status !== 'waiting' || filters.assignee !== '' || filters.risk !== '' || filters.after !== ''}
        onClearFilters={clear}
        empty={
          <EmptyState
            title="Queue clear"
            why="Payouts that a rule stopped, or whose outcome at Stripe is unknown, wait here for a person."
          />
        }
        footNote="Open one for the facts, the timeline and the decision."
      />
    </>
  )
}

function Oldest({ at }: { at: Date }) {
  return (
    <>
      Oldest: <TimeStamp at={at} />
    </>
  )
}
