'use client'
// Purchases as rows, as cards on a phone.
import { type DataColumn, DataTable, EmptyState, LinkButton, Money, TimeStamp } from '@farebox/ui'
import type { ReactNode } from 'react'
import type { PurchaseRow } from '../../../trpc/answers'

const columns: DataColumn<PurchaseRow>[] = [
  {
    id: 'what',
    header: 'Purchase',
    cell: ({ description, status, refunded, isTakenBack }) => (
      <span className="block">
        <span className="block font-medium text-ink">{description}</span>
        {status === 'quarantined' ? <span className="block font-normal text-caution text-xs">Paid; we are checking it</span> : null}
        {isTakenBack ? <span className="block font-normal text-critical text-xs">Taken back by its bank</span> : null}
        {refunded > 0n ? (
          <span className="block font-normal text-ink-faint text-xs">
            <Money amount={refunded} as="balance" /> refunded
          </span>
        ) : null}
      </span>
    ),
  },
  { id: 'when', header: 'When', cell: ({ paidAt, createdAt }) => <TimeStamp at={paidAt ?? createdAt} /> },
  { id: 'credit', header: 'Credited', align: 'end', cell: ({ credit }) => <Money amount={credit} as="balance" /> },
  { id: 'fee', header: 'Fee', align: 'end', cell: ({ fee }) => <Money amount={fee} as="balance" /> },
  {
    id: 'left',
    header: 'Left',
    align: 'end',
    phone: 'detail',
    cell: ({ left }) => (left === null ? '–' : <Money amount={left} as="balance" />),
  },
  { id: 'paid', header: 'Paid', align: 'end', cell: ({ price }) => <Money amount={price} as="balance" className="font-medium text-ink" /> },
]

export function PurchasesTable({ purchases, pager }: { purchases: PurchaseRow[]; pager?: ReactNode }) {
  return (
    <DataTable
      caption="Purchases, newest first"
      rows={purchases}
      columns={columns}
      rowKey={({ orderId }) => orderId}
      rowHref={({ orderId }) => `/purchases/${orderId}`}
      empty={
        <EmptyState
          title="Nothing bought yet"
          why="Each top-up shows here with its receipt. A mail with the receipt comes to you, too."
          action={<LinkButton href="/top-up">Top up</LinkButton>}
        />
      }
      pager={pager}
    />
  )
}
