'use client'
// The charges a purchase paid, with what it paid of each.
import { type DataColumn, DataTable, EmptyState, Money, TimeStamp } from '@farebox/ui'
import type { ReactNode } from 'react'
import type { ReadReceipt } from '../../../trpc/answers'
import { countedUnits } from '../../../words/counted-units'

type ReceiptCharge = ReadReceipt['charges'][number]

const columns: DataColumn<ReceiptCharge>[] = [
  {
    id: 'what',
    header: 'Call',
    cell: ({ appName, model, usage }) => (
      <span className="block">
        <span className="block font-medium text-ink">{appName}</span>
        <span className="block font-normal text-ink-faint text-xs">
          {model} · {countedUnits(usage)}
        </span>
      </span>
    ),
  },
  { id: 'when', header: 'When', cell: ({ settledAt }) => <TimeStamp at={settledAt} /> },
  { id: 'provider', header: 'Provider', align: 'end', cell: ({ providerCost }) => <Money amount={providerCost} as="charge" /> },
  { id: 'margin', header: 'Farebox', align: 'end', cell: ({ margin }) => <Money amount={margin} as="charge" /> },
  { id: 'markup', header: 'App', align: 'end', cell: ({ markup }) => <Money amount={markup} as="charge" /> },
  {
    id: 'paid',
    header: 'Paid from it',
    align: 'end',
    cell: ({ fromPurchase, total }) => (
      <span className="block">
        <Money amount={fromPurchase} as="charge" className="font-medium text-ink" />
        {fromPurchase === total ? null : (
          <span className="block font-normal text-ink-faint text-xs">
            of <Money amount={total} as="charge" />
          </span>
        )}
      </span>
    ),
  },
]

export function ReceiptCharges({ charges, pager }: { charges: ReceiptCharge[]; pager?: ReactNode }) {
  return (
    <DataTable
      caption="Charges made from this purchase, newest first"
      rows={charges}
      columns={columns}
      rowKey={({ id }) => id}
      empty={<EmptyState title="Nothing spent of it yet" why="Each call that spends of it shows here, to the fraction of a cent." />}
      footNote="Amounts shown rounded; hover or focus one for every digit."
      pager={pager}
    />
  )
}
