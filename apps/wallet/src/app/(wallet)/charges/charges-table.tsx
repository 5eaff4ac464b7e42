'use client'
// Charges as rows, as cards on a phone. Each leads to its receipt.
import { type DataColumn, DataTable, EmptyState, Money, TimeStamp } from '@farebox/ui'
import type { ReactNode } from 'react'
import type { WalletCharge } from '../../../trpc/answers'

const columns: DataColumn<WalletCharge>[] = [
  {
    id: 'app',
    header: 'App',
    cell: ({ appName, model }) => (
      <span className="block">
        <span className="block font-medium text-ink">{appName}</span>
        <span className="block font-normal text-ink-faint text-xs">{model}</span>
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

type ChargesTableProps = { caption: string; charges: WalletCharge[]; empty?: ReactNode; pager?: ReactNode }

export function ChargesTable({ caption, charges, empty, pager }: ChargesTableProps) {
  return (
    <DataTable
      caption={caption}
      rows={charges}
      columns={columns}
      rowKey={({ id }) => id}
      rowHref={({ id }) => `/charges/${id}`}
      empty={empty ?? <EmptyState title="Nothing spent yet" why="Every call any app makes will show here, to the fraction of a cent." />}
      footNote="Amounts shown rounded; receipts are exact."
      pager={pager}
    />
  )
}
