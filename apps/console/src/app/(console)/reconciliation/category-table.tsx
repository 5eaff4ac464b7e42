'use client'
// Stripe's balance transactions by category, beside what our books say of them.
import { type DataColumn, DataTable, EmptyState, Money, Section, StatusBadge } from '@farebox/ui'
import type { ReconciliationBoard } from './board'

type Category = NonNullable<ReconciliationBoard['lastRun']>['categories'][number]

const columns: DataColumn<Category>[] = [
  {
    id: 'category',
    header: 'Category',
    cell: ({ category, isKnown }) => (
      <span className="flex flex-wrap items-center gap-2">
        <span className="font-medium text-ink">{category.replaceAll('_', ' ')}</span>
        {isKnown ? null : <StatusBadge status="failed">Not known</StatusBadge>}
      </span>
    ),
  },
  { id: 'lines', header: 'Lines', align: 'end', phone: 'detail', cell: ({ lines }) => lines.toLocaleString('en-US') },
  {
    id: 'stripe',
    header: 'Stripe',
    align: 'end',
    phone: 'detail',
    cell: ({ stripe }) => <Money amount={stripe} as="exact" negative="parentheses" />,
  },
  {
    id: 'ledger',
    header: 'Ledger',
    align: 'end',
    phone: 'detail',
    cell: ({ ledger }) => <Money amount={ledger} as="exact" negative="parentheses" />,
  },
  {
    id: 'difference',
    header: 'Difference',
    align: 'end',
    cell: ({ difference }) =>
      difference === 0n ? (
        <StatusBadge status="settled">None</StatusBadge>
      ) : (
        <Money amount={difference} as="exact" negative="parentheses" className="font-medium text-critical" />
      ),
  },
]

export function CategoryTable({ rows }: { rows: Category[] }) {
  return (
    <Section title="Stripe and the ledger">
      <DataTable
        caption="Stripe’s balance transactions by category, and the ledger"
        rows={rows}
        columns={columns}
        rowKey={({ category }) => category}
        empty={<EmptyState title="Nothing at Stripe yet" why="The first payment brings the first balance transactions." />}
      />
    </Section>
  )
}
