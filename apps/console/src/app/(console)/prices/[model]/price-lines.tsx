'use client'
// The lines of a price: what a million units cost the caller, and cost us.
import type { OperatorRouter } from '@farebox/billing/operator-router'
import { type DataColumn, DataTable, EmptyState, Money } from '@farebox/ui'
import type { inferRouterOutputs } from '@trpc/server'

type Line = NonNullable<inferRouterOutputs<OperatorRouter>['prices']['table'][number]['inForce']>['lines'][number]

export const lineInWords = ({ meter, aboveUnits, serviceTier }: Pick<Line, 'meter' | 'aboveUnits' | 'serviceTier'>) =>
  [
    meter.replaceAll('_', ' '),
    aboveUnits > 0 && `where the input is above ${aboveUnits.toLocaleString('en-US')}`,
    serviceTier !== 'standard' && `(${serviceTier})`,
  ]
    .filter(Boolean)
    .join(' ')

export const lineKey = ({ meter, aboveUnits, serviceTier }: Pick<Line, 'meter' | 'aboveUnits' | 'serviceTier'>) =>
  `${serviceTier}/${meter}/${aboveUnits}`

export function PriceLines({ lines, next, isBare = false }: { lines: Line[]; next?: Line[] | undefined; isBare?: boolean }) {
  if (isBare) {
    return (
      <ul className="flex flex-wrap gap-x-6 gap-y-1 text-ink-soft text-sm">
        {lines.map((line) => (
          <li key={lineKey(line)}>
            {lineInWords(line)} <Money amount={line.priceMicrocentsPerMillion} as="charge" className="text-ink" />
          </li>
        ))}
      </ul>
    )
  }
  const nextOf = (line: Line) => next?.find((each) => lineKey(each) === lineKey(line))
  const columns: DataColumn<Line>[] = [
    { id: 'meter', header: 'For a million', cell: (line) => <span className="font-medium text-ink">{lineInWords(line)}</span> },
    { id: 'cost', header: 'Costs us', align: 'end', cell: (line) => <Money amount={line.costMicrocentsPerMillion} as="charge" /> },
    {
      id: 'price',
      header: 'Price',
      align: 'end',
      cell: (line) => <Money amount={line.priceMicrocentsPerMillion} as="charge" className="text-ink" />,
    },
  ]
  const announced: DataColumn<Line> = {
    id: 'next',
    header: 'Announced',
    align: 'end',
    cell: (line) => {
      const then = nextOf(line)
      return then ? <Money amount={then.priceMicrocentsPerMillion} as="charge" className="font-medium text-ink" /> : '–'
    },
  }
  return (
    <DataTable
      caption="Lines of the price in force"
      rows={lines}
      columns={next ? [...columns, announced] : columns}
      rowKey={lineKey}
      empty={<EmptyState title="No price" why="Without a price this model cannot be called: an unknown price is never zero." />}
    />
  )
}
