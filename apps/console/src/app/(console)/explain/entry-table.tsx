'use client'
// The entries of one account up to the moment asked for, newest first, with the balance after each.
import type { OperatorRouter } from '@farebox/billing/operator-router'
import { type DataColumn, DataTable, EmptyState, Money, Section, StatusBadge, TimeStamp } from '@farebox/ui'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import type { inferRouterInputs, inferRouterOutputs } from '@trpc/server'
import { useQueryStates } from 'nuqs'
import { CursorPager } from '../../../tables/cursor-pager'
import { ListError } from '../../../tables/list-error'
import { useApi } from '../../../trpc/client'
import { explainFilters } from './explain-filters'

type Explained = inferRouterOutputs<OperatorRouter>['explain']['balance']
type Kind = inferRouterInputs<OperatorRouter>['explain']['balance']['account']['kind']

const columns: DataColumn<Explained['entries'][number]>[] = [
  { id: 'at', header: 'When', cell: ({ at }) => <TimeStamp at={at} /> },
  {
    id: 'kind',
    header: 'Movement',
    phone: 'title',
    cell: ({ kind, transactionId }) => (
      <span className="block">
        <span className="block font-medium text-ink">{kind}</span>
        <span className="wrap-anywhere font-mono text-ink-faint text-xs">{transactionId}</span>
      </span>
    ),
  },
  { id: 'with', header: 'With', cell: ({ counterpart }) => counterpart.name },
  { id: 'change', header: 'Change', align: 'end', cell: ({ change }) => <Money amount={change} as="exact" negative="parentheses" /> },
  {
    id: 'balance',
    header: 'Balance after',
    align: 'end',
    cell: ({ balanceAfter }) => <Money amount={balanceAfter} as="exact" negative="parentheses" className="font-medium text-ink" />,
  },
]

export function EntryTable() {
  const [filters] = useQueryStates(explainFilters, { history: 'push' })
  const { kind, id, mode, at, after } = filters
  const account = { kind: kind as Kind, id }
  const explained = useQuery({
    ...useApi().explain.balance.queryOptions({ mode, account, limit: 50, ...(at && { at }), ...(after && { after }) }),
    placeholderData: keepPreviousData,
  })
  if (explained.isError) return <ListError error={explained.error} onRetry={() => void explained.refetch()} />
  const { data } = explained
  return (
    <Section
      title={data?.account.name ?? 'Entries'}
      description={data ? <Verdict data={data} /> : undefined}
      action={
        data ? <Money amount={data.balance} as="exact" negative="parentheses" className="font-semibold text-ink text-xl" /> : undefined
      }
    >
      <DataTable
        caption="Entries, newest first"
        rows={data?.entries ?? []}
        columns={columns}
        rowKey={(entry) => `${entry.transactionId}-${entry.balanceAfter}-${entry.counterpart.id}`}
        isLoading={explained.isPending}
        empty={<EmptyState title="No entries" why="Up to this moment nothing was booked here, so the balance is zero." />}
        footNote={
          data ? (
            <>
              Before this page <Money amount={data.opening} as="exact" negative="parentheses" />, after it{' '}
              <Money amount={data.closing} as="exact" negative="parentheses" />.
            </>
          ) : undefined
        }
        pager={<CursorPager kind="log" next={data?.next} />}
      />
    </Section>
  )
}

function Verdict({ data: { at, stored, agrees } }: { data: Explained }) {
  if (at) return <>As it was then.</>
  if (agrees === true) return <StatusBadge status="settled">The balance as it is kept is the sum of these entries</StatusBadge>
  return (
    <span className="flex flex-wrap items-center gap-2">
      <StatusBadge status="failed">The balance as it is kept differs</StatusBadge>
      {stored === null ? null : <Money amount={stored} as="exact" />}
    </span>
  )
}
