'use client'
// The last calls of one app. Each leads to its receipt.
import { type DataColumn, DataTable, EmptyState, Money, TimeStamp } from '@farebox/ui'
import type { WalletCharge } from '../../../../trpc/answers'
import { countedUnits } from '../../../../words/counted-units'

const columns: DataColumn<WalletCharge>[] = [
  {
    id: 'call',
    header: 'Call',
    cell: ({ model, service, usage }) => (
      <span className="block">
        <span className="block font-medium text-ink">{service ?? model}</span>
        <span className="block font-normal text-ink-faint text-xs">{countedUnits(usage)}</span>
      </span>
    ),
  },
  { id: 'when', header: 'When', cell: ({ settledAt }) => <TimeStamp at={settledAt} /> },
  {
    id: 'total',
    header: 'Charged',
    align: 'end',
    cell: ({ total }) => <Money amount={total} as="charge" className="font-medium text-ink" />,
  },
]

export function AppCalls({ calls, appName }: { calls: WalletCharge[]; appName: string }) {
  return (
    <DataTable
      caption={`The last calls of ${appName}`}
      rows={calls}
      columns={columns}
      rowKey={({ id }) => id}
      rowHref={({ id }) => `/charges/${id}`}
      empty={<EmptyState title="Nothing spent yet" why={`Every call of ${appName} will show here, to the fraction of a cent.`} />}
    />
  )
}
