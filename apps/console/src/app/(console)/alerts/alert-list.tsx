'use client'
// The alerts, each with how often and since when.
import type { OperatorRouter } from '@farebox/billing/operator-router'
import { type DataColumn, DataTable, EmptyState, TimeStamp } from '@farebox/ui'
import { useSuspenseQuery } from '@tanstack/react-query'
import type { inferRouterOutputs } from '@trpc/server'
import { useApi } from '../../../trpc/client'

type Alert = inferRouterOutputs<OperatorRouter>['alerts']['list'][number]

const columns: DataColumn<Alert>[] = [
  {
    id: 'what',
    header: 'What',
    cell: ({ says, subject }) => (
      <span className="block">
        <span className="block font-medium text-ink">{says}</span>
        <span className="wrap-anywhere font-mono text-ink-faint text-xs">{subject}</span>
      </span>
    ),
  },
  {
    id: 'explanation',
    header: 'Explanation',
    cell: ({ explanation }) => <span className="wrap-anywhere block max-w-96">{explanation}</span>,
  },
  { id: 'last', header: 'Last', cell: ({ lastAt }) => <TimeStamp at={lastAt} /> },
  { id: 'first', header: 'First', cell: ({ firstAt }) => <TimeStamp at={firstAt} /> },
  { id: 'times', header: 'Times', align: 'end', cell: ({ times }) => times.toLocaleString('en-US') },
]

export function AlertList() {
  const { data: alerts } = useSuspenseQuery(useApi().alerts.list.queryOptions({ limit: 100 }))
  return (
    <DataTable
      caption="Alerts, newest first"
      rows={alerts}
      columns={columns}
      rowKey={({ id }) => id}
      empty={
        <EmptyState
          title="No alert yet"
          why="A broken invariant, a job that gave up, a provider’s loss or a payout of unknown outcome would stand here."
        />
      }
    />
  )
}
