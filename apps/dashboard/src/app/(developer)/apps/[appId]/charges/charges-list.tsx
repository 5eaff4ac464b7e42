'use client'
// The table of charges with its filters, all of it in the address.
import type { DeveloperRouter } from '@farebox/billing/routers'
import { type DataColumn, DataTable, EmptyState, LinkButton, Money, TimeStamp } from '@farebox/ui'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import type { inferRouterOutputs } from '@trpc/server'
import type { Route } from 'next'
import { useQueryStates } from 'nuqs'
import { inMode, type Mode } from '../../../../../place/mode'
import { FilterField } from '../../../../../tables/filter-field'
import { ListError } from '../../../../../tables/list-error'
import { Pager } from '../../../../../tables/pager'
import { useApi } from '../../../../../trpc/client'
import { countedUnits } from '../../../../../words/tokens'
import { type ChargeFilters, chargeFilters } from './charge-filters'
import { ChargeSheet } from './charge-sheet'
import { pageOfCharges } from './page-of-charges'

type ChargeRow = inferRouterOutputs<DeveloperRouter>['usage']['charges']['rows'][number]

const columns: DataColumn<ChargeRow>[] = [
  {
    id: 'model',
    header: 'Call',
    cell: ({ model, usage }) => (
      <span className="block">
        <span className="block font-medium text-ink">{model}</span>
        <span className="text-ink-faint text-xs">{countedUnits(usage)}</span>
      </span>
    ),
  },
  { id: 'when', header: 'When', cell: ({ settledAt }) => <TimeStamp at={settledAt} /> },
  { id: 'payer', header: 'Paid by', cell: ({ externalUserId }) => externalUserId ?? 'Your organization' },
  { id: 'base', header: 'Base cost', align: 'end', cell: ({ base }) => <Money amount={base} as="charge" /> },
  { id: 'markup', header: 'You earned', align: 'end', cell: ({ markup }) => <Money amount={markup} as="charge" /> },
  {
    id: 'total',
    header: 'Charged',
    align: 'end',
    cell: ({ total }) => <Money amount={total} as="charge" className="font-medium text-ink" />,
  },
]

export function ChargesList({ appId, mode }: { appId: string; mode: Mode }) {
  const api = useApi()
  const [filters, setFilters] = useQueryStates(chargeFilters, { history: 'push' })
  const { user, model, id, after, charge } = filters
  const list = useQuery({ ...api.usage.charges.queryOptions(pageOfCharges({ appId, mode }, filters)), placeholderData: keepPreviousData })
  const rows = list.data?.rows ?? []
  const isFiltered = user !== '' || model !== '' || id !== '' || after !== ''
  if (list.isError) return <ListError error={list.error} onRetry={() => void list.refetch()} />
  return (
    <>
      {rows.length > 0 || isFiltered ? (
        <search className="flex flex-col gap-4 sm:flex-row">
          <FilterField
            label="User"
            value={user}
            placeholder="user_123"
            onApply={(value) => void setFilters({ user: value, after: null })}
          />
          <FilterField
            label="Model"
            value={model}
            placeholder="gpt-4o-mini"
            onApply={(value) => void setFilters({ model: value, after: null })}
          />
          <FilterField
            label="Request or charge"
            value={id}
            placeholder="req_…"
            onApply={(value) => void setFilters({ id: value, after: null })}
          />
        </search>
      ) : null}
      <DataTable
        caption="Charges, newest first"
        rows={rows}
        columns={columns}
        rowKey={({ id }) => id}
        rowHref={(row) => hrefOf({ appId, mode, user, model, id, after, charge: row.id })}
        isLoading={list.isPending}
        isFiltered={isFiltered}
        onClearFilters={() => void setFilters({ user: null, model: null, id: null, after: null })}
        empty={
          <EmptyState
            title={mode === 'sandbox' ? 'No sandbox call yet' : 'Nothing charged yet'}
            why="Every call made with this app’s keys shows here with its receipt, to the microcent."
            action={<LinkButton href={inMode(`/apps/${appId}/keys`, mode) as Route}>Create a key</LinkButton>}
          />
        }
        footNote="Amounts shown rounded; receipts are exact."
        pager={
          <Pager
            isFirst={after === ''}
            hasMore={list.data?.hasMore ?? false}
            onNewest={() => void setFilters({ after: null })}
            onOlder={() => void setFilters({ after: rows.at(-1)?.id ?? null })}
          />
        }
      />
      <ChargeSheet appId={appId} mode={mode} id={charge} onClose={() => void setFilters({ charge: null })} />
    </>
  )
}

type Shown = ChargeFilters & { appId: string; mode: Mode }

function hrefOf({ appId, mode, ...said }: Shown): string {
  const search = new URLSearchParams(Object.entries(said).filter(([, value]) => value !== ''))
  return inMode(`/apps/${appId}/charges?${search}`, mode)
}
