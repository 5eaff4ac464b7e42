'use client'
// The list of apps with what each did in the last 30 days.
import type { DeveloperRouter } from '@farebox/billing/routers'
import { type DataColumn, DataTable, EmptyState, LinkButton, Money, StatusBadge } from '@farebox/ui'
import { useSuspenseQuery } from '@tanstack/react-query'
import type { inferRouterOutputs } from '@trpc/server'
import type { Route } from 'next'
import { inMode, type Mode } from '../../../place/mode'
import { useApi } from '../../../trpc/client'
import { percent } from '../../../words/percent'

type AppRow = inferRouterOutputs<DeveloperRouter>['apps']['list'][number]

const columns: DataColumn<AppRow>[] = [
  { id: 'name', header: 'App', cell: ({ name }) => name, sortValue: ({ name }) => name },
  {
    id: 'status',
    header: 'Status',
    cell: ({ status }) => (
      <StatusBadge status={status === 'live' ? 'live' : 'failed'}>{status === 'live' ? 'Live' : 'Suspended'}</StatusBadge>
    ),
  },
  {
    id: 'markup',
    header: 'Markup',
    align: 'end',
    cell: ({ markup }) => percent(markup.markupBps),
    sortValue: ({ markup }) => markup.markupBps,
  },
  {
    id: 'calls',
    header: 'Calls, 30 days',
    align: 'end',
    cell: ({ calls }) => calls.toLocaleString('en-US'),
    sortValue: ({ calls }) => calls,
  },
  {
    id: 'spent',
    header: 'Users paid',
    align: 'end',
    cell: ({ spent }) => <Money amount={spent} as="charge" />,
    sortValue: ({ spent }) => spent,
  },
  {
    id: 'earned',
    header: 'You earned',
    align: 'end',
    cell: ({ earned }) => <Money amount={earned} as="charge" />,
    sortValue: ({ earned }) => earned,
  },
]

export function AppsTable({ organizationId, mode }: { organizationId: string; mode: Mode }) {
  const api = useApi()
  const { data } = useSuspenseQuery(api.apps.list.queryOptions({ organizationId, mode }))
  const newApp = inMode(`/apps/new?organization=${organizationId}`, mode) as Route
  return (
    <DataTable
      caption="Apps, with their last 30 days"
      rows={data}
      columns={columns}
      rowKey={({ id }) => id}
      rowHref={({ id }) => inMode(`/apps/${id}`, mode)}
      empty={
        <EmptyState
          title="No apps yet"
          why="An app has a markup, keys and users. Register one, and its sandbox works at once."
          action={<LinkButton href={newApp}>Register an app</LinkButton>}
        />
      }
      footNote="Amounts shown rounded; each app’s page has them to the microcent."
    />
  )
}
