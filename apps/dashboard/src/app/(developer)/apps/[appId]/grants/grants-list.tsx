'use client'
// The grants that were given, with what is left of each, and taking one back.
import type { DeveloperRouter } from '@farebox/billing/routers'
import { Button, ConfirmDialog, type DataColumn, DataTable, EmptyState, Money, StatusBadge, TimeStamp, toast } from '@farebox/ui'
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { inferRouterOutputs } from '@trpc/server'
import { useQueryStates } from 'nuqs'
import type { Mode } from '../../../../../place/mode'
import { FilterField } from '../../../../../tables/filter-field'
import { ListError } from '../../../../../tables/list-error'
import { Pager } from '../../../../../tables/pager'
import { useApi } from '../../../../../trpc/client'
import { failureOf } from '../../../../../trpc/failure'
import { grantFilters, pageOfGrants } from './grant-filters'

type GrantRow = inferRouterOutputs<DeveloperRouter>['grants']['list']['rows'][number]

export function GrantsList({ appId, mode }: { appId: string; mode: Mode }) {
  const api = useApi()
  const cache = useQueryClient()
  const [filters, setFilters] = useQueryStates(grantFilters, { history: 'push' })
  const { user, after } = filters
  const list = useQuery({ ...api.grants.list.queryOptions(pageOfGrants({ appId, mode }, filters)), placeholderData: keepPreviousData })
  const takeBack = useMutation(api.grants.takeBack.mutationOptions())
  const confirm = async ({ id, externalUserId }: GrantRow) => {
    await takeBack.mutateAsync({ appId, mode, grantId: id }).catch((failure: unknown) => {
      throw new Error(`${failureOf(failure).message} Nothing was changed.`)
    })
    await cache.invalidateQueries()
    toast.success(`What ${externalUserId} had left of it is back in the pool.`)
  }
  const rows = list.data?.rows ?? []
  const isFiltered = user !== '' || after !== ''
  if (list.isError) return <ListError error={list.error} onRetry={() => void list.refetch()} />
  return (
    <>
      {rows.length > 0 || isFiltered ? (
        <search className="block">
          <FilterField
            label="User"
            value={user}
            placeholder="user_123"
            onApply={(value) => void setFilters({ user: value, after: null })}
          />
        </search>
      ) : null}
      <DataTable
        caption="Grants, newest first"
        rows={rows}
        columns={[...columns, takeBackColumn(confirm)]}
        rowKey={({ id }) => id}
        isLoading={list.isPending}
        isFiltered={isFiltered}
        onClearFilters={() => void setFilters({ user: null, after: null })}
        empty={
          <EmptyState
            title="No grants yet"
            why="A welcome grant lets a new user try your app before they pay: one call of your server, or the button above."
          />
        }
        pager={
          <Pager
            isFirst={after === ''}
            hasMore={list.data?.hasMore ?? false}
            onNewest={() => void setFilters({ after: null })}
            onOlder={() => void setFilters({ after: rows.at(-1)?.id ?? null })}
          />
        }
      />
    </>
  )
}

const words = {
  open: { status: 'active', word: 'Open' },
  spent: { status: 'settled', word: 'Spent' },
  ended: { status: 'expired', word: 'Ended' },
  returned: { status: 'refunded', word: 'Returned' },
} as const

const columns: DataColumn<GrantRow>[] = [
  {
    id: 'user',
    header: 'User',
    cell: ({ externalUserId, description }) => (
      <span className="block">
        <span className="block break-all font-medium text-ink">{externalUserId}</span>
        {description ? <span className="text-ink-faint text-xs">{description}</span> : null}
      </span>
    ),
  },
  { id: 'status', header: 'Status', cell: ({ status }) => <StatusBadge status={words[status].status}>{words[status].word}</StatusBadge> },
  { id: 'given', header: 'Given', cell: ({ createdAt }) => <TimeStamp at={createdAt} /> },
  { id: 'ends', header: 'Ends', cell: ({ expiresAt }) => (expiresAt ? <TimeStamp at={expiresAt} /> : 'Never') },
  { id: 'amount', header: 'Amount', align: 'end', cell: ({ amount }) => <Money amount={amount} as="charge" /> },
  {
    id: 'left',
    header: 'Left',
    align: 'end',
    cell: ({ left }) => <Money amount={left} as="charge" className="font-medium text-ink" />,
    phone: 'amount',
  },
]

const takeBackColumn = (onConfirm: (grant: GrantRow) => Promise<void>): DataColumn<GrantRow> => ({
  id: 'take-back',
  header: 'Action',
  align: 'end',
  phone: 'detail',
  cell: (grant) =>
    grant.status === 'open' && grant.left > 0n ? (
      <ConfirmDialog
        title={`Take back the grant of ${grant.externalUserId}?`}
        effect="What is left returns to the pool at once. What they spent stays spent; calls under way finish."
        confirmLabel="Take back"
        onConfirm={() => onConfirm(grant)}
        trigger={
          <Button size="small" aria-label={`Take back the grant of ${grant.externalUserId}`}>
            Take back
          </Button>
        }
      />
    ) : null,
})
