'use client'
// The price list: searched and filtered by its address, so that a view of it can be sent to somebody.
import { CopyButton, type DataColumn, DataTable, EmptyState, FilterField, Money, SelectField } from '@farebox/ui'
import { useQueryStates } from 'nuqs'
import { kinds, priceFilters, rowsFor, vendorOf } from './price-filters'
import type { PricedRow } from './read-prices'

const columns: DataColumn<PricedRow>[] = [
  {
    id: 'name',
    header: 'Name',
    cell: ({ id, name }) => (
      <span className="block py-2">
        <span className="block font-medium text-ink">{name}</span>
        <span className="inline-flex max-w-full items-center gap-1">
          <code className="truncate font-mono text-ink-soft text-xs">{id}</code>
          <CopyButton text={id} label={`Copy ${id}`} />
        </span>
      </span>
    ),
  },
  {
    id: 'price',
    header: 'Price',
    cell: ({ explained }) => <span className="block max-w-md whitespace-normal py-2 text-ink-soft">{explained}</span>,
  },
  {
    id: 'typical',
    header: 'Typical use',
    cell: ({ typical }) => (
      <span className="block whitespace-normal py-2">
        <Money amount={typical.cost} as="charge" className="font-medium text-ink" />
        <span className="block text-ink-faint text-xs">{typical.words}</span>
      </span>
    ),
  },
  { id: 'provider', header: 'Provider', cell: ({ provider }) => (provider === 'embedded' ? 'built in' : provider) },
  {
    id: 'answers',
    header: 'Answers at',
    cell: ({ answersAt }) => <span className="font-mono text-ink-soft text-xs">{answersAt.join(', ')}</span>,
    phone: 'detail',
  },
]

const kindNames = { all: 'Models and services', model: 'Models', service: 'Services' } as const
const EVERY_PROVIDER = 'every'

export function PriceList({ rows }: { rows: readonly PricedRow[] }) {
  const [filters, setFilters] = useQueryStates(priceFilters, { history: 'push' })
  const { search, kind, provider } = filters
  const vendors = [...new Set(rows.map((row) => vendorOf(row.provider)))].toSorted()
  const shown = rowsFor(rows, filters)
  return (
    <div className="space-y-4">
      <search className="flex flex-wrap items-start gap-3">
        <FilterField
          label="Search"
          value={search}
          placeholder="gpt, speech, page …"
          onApply={(value) => void setFilters({ search: value || null })}
        />
        <div className="w-full sm:w-56">
          <SelectField
            label="Kind"
            choices={kinds.map((value) => ({ value, label: kindNames[value] }))}
            value={kind}
            onValueChange={(value) => void setFilters({ kind: kinds.find((known) => known === value) ?? null })}
          />
        </div>
        <div className="w-full sm:w-48">
          <SelectField
            label="Provider"
            choices={[{ value: EVERY_PROVIDER, label: 'Every provider' }, ...vendors.map((value) => ({ value, label: value }))]}
            value={provider || EVERY_PROVIDER}
            onValueChange={(value) => void setFilters({ provider: value === EVERY_PROVIDER ? null : value })}
          />
        </div>
      </search>
      <DataTable
        caption="Models and services with their prices"
        rows={shown}
        columns={columns}
        rowKey={({ id, provider: of }) => `${of}:${id}`}
        isFiltered={search !== '' || kind !== 'all' || provider !== ''}
        onClearFilters={() => void setFilters({ search: null, kind: null, provider: null })}
        empty={
          <EmptyState title="No model has a price" why="Prices are written when Farebox starts. Without one, nothing can be called." />
        }
        footNote={`${shown.length} of ${rows.length}. An app may add a markup to these prices; a receipt always names it.`}
      />
    </div>
  )
}
