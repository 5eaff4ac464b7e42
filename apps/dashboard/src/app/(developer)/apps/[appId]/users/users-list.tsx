'use client'
// The table of users; each leads to their charges.
import type { DeveloperRouter } from '@farebox/billing/routers'
import { type DataColumn, DataTable, EmptyState, LinkButton, Money, StatusBadge, TimeStamp } from '@farebox/ui'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import type { inferRouterOutputs } from '@trpc/server'
import type { Route } from 'next'
import { useQueryStates } from 'nuqs'
import { inMode, type Mode } from '../../../../../place/mode'
import { FilterField } from '../../../../../tables/filter-field'
import { ListError } from '../../../../../tables/list-error'
import { Pager } from '../../../../../tables/pager'
import { useApi } from '../../../../../trpc/client'
import { percent } from '../../../../../words/percent'
import { pageOfUsers, userFilters } from './user-filters'

type UserRow = inferRouterOutputs<DeveloperRouter>['usage']['users']['rows'][number]

const words = { connected: 'Connected', guest: 'Guest', unclaimed: 'No account' } as const

const columns: DataColumn<UserRow>[] = [
  { id: 'user', header: 'User', cell: ({ externalUserId }) => <span className="break-all font-medium text-ink">{externalUserId}</span> },
  {
    id: 'kind',
    header: 'Wallet',
    cell: ({ kind, status }) =>
      status === 'active' ? (
        <StatusBadge status={kind === 'connected' ? 'active' : 'draft'}>{words[kind]}</StatusBadge>
      ) : (
        <StatusBadge status={status} />
      ),
  },
  { id: 'markup', header: 'Agreed markup', align: 'end', cell: ({ markupBpsAccepted }) => percent(markupBpsAccepted) },
  { id: 'last', header: 'Last call', cell: ({ lastCallAt }) => (lastCallAt ? <TimeStamp at={lastCallAt} /> : 'None yet') },
  { id: 'calls', header: 'Calls', align: 'end', cell: ({ calls }) => calls.toLocaleString('en-US') },
  { id: 'earned', header: 'You earned', align: 'end', cell: ({ earned }) => <Money amount={earned} as="charge" /> },
  {
    id: 'spent',
    header: 'Spent here',
    align: 'end',
    cell: ({ spent }) => <Money amount={spent} as="charge" className="font-medium text-ink" />,
  },
]

export function UsersList({ appId, mode }: { appId: string; mode: Mode }) {
  const api = useApi()
  const [filters, setFilters] = useQueryStates(userFilters, { history: 'push' })
  const { search, after } = filters
  const list = useQuery({ ...api.usage.users.queryOptions(pageOfUsers({ appId, mode }, filters)), placeholderData: keepPreviousData })
  const rows = list.data?.rows ?? []
  const isFiltered = search !== '' || after !== ''
  if (list.isError) return <ListError error={list.error} onRetry={() => void list.refetch()} />
  return (
    <>
      {rows.length > 0 || isFiltered ? (
        <search className="block">
          <FilterField
            label="Id begins with"
            value={search}
            placeholder="user_"
            onApply={(value) => void setFilters({ search: value, after: null })}
          />
        </search>
      ) : null}
      <DataTable
        caption="Users, by id"
        rows={rows}
        columns={columns}
        rowKey={({ externalUserId }) => externalUserId}
        rowHref={({ externalUserId }) => inMode(`/apps/${appId}/charges?user=${encodeURIComponent(externalUserId)}`, mode)}
        isLoading={list.isPending}
        isFiltered={isFiltered}
        onClearFilters={() => void setFilters({ search: null, after: null })}
        empty={
          <EmptyState
            title="No users yet"
            why="A user appears with their first grant, purchase or call, by the id your app gives them."
            action={<LinkButton href={inMode(`/apps/${appId}/grants`, mode) as Route}>Give a first grant</LinkButton>}
          />
        }
        footNote="Amounts shown rounded; each charge has its receipt."
        pager={
          <Pager
            isFirst={after === ''}
            hasMore={list.data?.hasMore ?? false}
            onNewest={() => void setFilters({ after: null })}
            onOlder={() => void setFilters({ after: rows.at(-1)?.externalUserId ?? null })}
            words={{ first: 'First page', next: 'Next page' }}
          />
        }
      />
    </>
  )
}
