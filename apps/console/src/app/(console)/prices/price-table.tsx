'use client'
// Every model with its price in force, what was announced, and what today's price list would change.
import type { OperatorRouter } from '@farebox/billing/operator-router'
import { Badge, type DataColumn, DataTable, EmptyState, FilterField, Money, SelectField, StatusBadge, TimeStamp } from '@farebox/ui'
import { useSuspenseQuery } from '@tanstack/react-query'
import type { inferRouterOutputs } from '@trpc/server'
import { CalendarClock, Diff } from 'lucide-react'
import { useQueryStates } from 'nuqs'
import { useApi } from '../../../trpc/client'
import { priceFilters, shown } from './price-filters'

export type PricedModel = inferRouterOutputs<OperatorRouter>['prices']['table'][number]

const columns: DataColumn<PricedModel>[] = [
  {
    id: 'model',
    header: 'Model',
    cell: ({ model, displayName }) => (
      <span className="block">
        <span className="wrap-anywhere block font-medium text-ink">{model}</span>
        <span className="text-ink-faint text-xs">{displayName}</span>
      </span>
    ),
    sortValue: ({ model }) => model,
  },
  { id: 'provider', header: 'Provider', cell: ({ provider }) => provider, sortValue: ({ provider }) => provider },
  { id: 'state', header: 'State', cell: (row) => <ModelState row={row} /> },
  { id: 'source', header: 'Source', cell: ({ inForce }) => <span className="text-xs">{inForce?.source ?? '–'}</span> },
  {
    id: 'input',
    header: 'Input',
    align: 'end',
    cell: (row) => <Price row={row} meter="input" />,
    sortValue: (row) => priceOf(row, 'input') ?? 0n,
  },
  {
    id: 'output',
    header: 'Output',
    align: 'end',
    cell: (row) => <Price row={row} meter="output" />,
    sortValue: (row) => priceOf(row, 'output') ?? 0n,
  },
]

export function PriceTable() {
  const api = useApi()
  const { data: table } = useSuspenseQuery(api.prices.table.queryOptions())
  const [filters, setFilters] = useQueryStates(priceFilters, { history: 'push' })
  const rows = table.filter(
    (row) =>
      (!filters.model || `${row.model} ${row.displayName}`.toLowerCase().includes(filters.model.toLowerCase())) &&
      (!filters.provider || row.provider === filters.provider) &&
      isShown[filters.show](row),
  )
  const providers = [...new Set(table.map(({ provider }) => provider))].sort()
  return (
    <>
      <search className="flex flex-col gap-4 sm:flex-row">
        <FilterField label="Model" value={filters.model} placeholder="gpt-4o" onApply={(model) => void setFilters({ model })} />
        <div className="w-full sm:w-48">
          <SelectField
            label="Provider"
            choices={[{ value: 'all', label: 'Every provider' }, ...providers.map((name) => ({ value: name, label: name }))]}
            value={filters.provider || 'all'}
            onValueChange={(name) => void setFilters({ provider: name === 'all' ? null : name })}
          />
        </div>
        <div className="w-full sm:w-60">
          <SelectField
            label="Show"
            choices={shown.map((value) => ({ value, label: words[value] }))}
            value={filters.show}
            onValueChange={(value) => void setFilters({ show: value as (typeof shown)[number] })}
          />
        </div>
      </search>
      <DataTable
        caption="Models and their prices for a million tokens"
        rows={rows}
        columns={columns}
        rowKey={({ provider, model }) => `${provider}:${model}`}
        rowHref={({ model }) => `/prices/${encodeURIComponent(model)}`}
        isFiltered={filters.model !== '' || filters.provider !== '' || filters.show !== 'all'}
        onClearFilters={() => void setFilters({ model: null, provider: null, show: null })}
        empty={
          <EmptyState
            title="No model yet"
            why="The catalogue of models comes with Farebox; its first prices are written when the database is made."
          />
        }
        footNote={`${rows.length} of ${table.length} models. Dollars for a million tokens.`}
      />
    </>
  )
}

const words: Record<(typeof shown)[number], string> = {
  all: 'Every model',
  changes: 'The list has changed',
  announced: 'A new price is announced',
  off: 'Switched off',
  unpriced: 'Without a price',
}

const isShown: Record<(typeof shown)[number], (row: PricedModel) => boolean> = {
  all: () => true,
  changes: ({ changes }) => changes.length > 0,
  announced: ({ announced }) => announced !== undefined,
  off: ({ isOn }) => !isOn,
  unpriced: ({ inForce }) => inForce === undefined,
}

function ModelState({ row: { isOn, inForce, announced, changes } }: { row: PricedModel }) {
  return (
    <span className="flex flex-wrap gap-1.5">
      {isOn ? null : <StatusBadge status="revoked">Off</StatusBadge>}
      {isOn && inForce ? <StatusBadge status="active">On</StatusBadge> : null}
      {inForce ? null : <StatusBadge status="failed">No price</StatusBadge>}
      {announced ? (
        <Badge tone="accent" icon={<CalendarClock aria-hidden />}>
          New <TimeStamp at={announced.startsAt} />
        </Badge>
      ) : null}
      {changes.length > 0 ? (
        <Badge tone="caution" icon={<Diff aria-hidden />}>
          List differs
        </Badge>
      ) : null}
    </span>
  )
}

const priceOf = ({ inForce }: PricedModel, meter: string) =>
  inForce?.lines.find((line) => line.meter === meter && line.aboveUnits === 0)?.priceMicrocentsPerMillion

function Price({ row, meter }: { row: PricedModel; meter: string }) {
  const price = priceOf(row, meter)
  return price === undefined ? <span className="text-ink-faint">–</span> : <Money amount={price} as="charge" />
}
