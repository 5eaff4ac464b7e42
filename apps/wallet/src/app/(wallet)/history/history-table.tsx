'use client'
// Changes of the balance as rows, as cards on a phone: in what words, how much, and what was there afterwards.
import { type DataColumn, DataTable, EmptyState, LinkButton, Money, TimeStamp } from '@farebox/ui'
import { ArrowDownLeft, ArrowUpRight } from 'lucide-react'
import type { ReactNode } from 'react'
import type { BalanceChange } from '../../../trpc/answers'
import { changeInWords } from './change-in-words'

const columns: DataColumn<BalanceChange>[] = [
  {
    id: 'what',
    header: 'What',
    cell: ({ cause, change }) => (
      <span className="flex items-center gap-3">
        <span
          aria-hidden
          className={`flex size-7 shrink-0 items-center justify-center rounded-full [&_svg]:size-4 ${change >= 0n ? 'bg-positive-soft text-positive' : 'bg-sunken text-ink-soft'}`}
        >
          {change >= 0n ? <ArrowDownLeft /> : <ArrowUpRight />}
        </span>
        <span className="font-medium text-ink">{changeInWords(cause, change)}</span>
      </span>
    ),
  },
  { id: 'when', header: 'When', cell: ({ at }) => <TimeStamp at={at} /> },
  { id: 'after', header: 'Afterwards', align: 'end', phone: 'detail', cell: ({ after }) => <Money amount={after} as="balance" /> },
  {
    id: 'change',
    header: 'Change',
    align: 'end',
    cell: ({ change }) => (
      <span className={change >= 0n ? 'font-medium text-positive' : 'font-medium text-ink'}>
        {change > 0n ? '+' : ''}
        <Money amount={change} as="charge" />
      </span>
    ),
  },
]

export function HistoryTable({ changes, pager }: { changes: BalanceChange[]; pager?: ReactNode }) {
  return (
    <DataTable
      caption="Changes of the balance, newest first"
      rows={changes}
      columns={columns}
      rowKey={({ id }) => id}
      rowHref={({ orderId }) => (orderId ? `/purchases/${orderId}` : undefined)}
      empty={
        <EmptyState
          title="Nothing yet"
          why="Top-ups, gifts, refunds and corrections show here, each with what was there afterwards."
          action={<LinkButton href="/top-up">Top up</LinkButton>}
        />
      }
      footNote="Calls lie between two rows; gifts and what is in use are counted."
      pager={pager}
    />
  )
}
