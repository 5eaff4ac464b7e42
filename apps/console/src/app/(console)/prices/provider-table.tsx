'use client'
// The providers: on or off, what the gateway was given to reach them, and how the last hour went.
import type { OperatorRouter } from '@farebox/billing/operator-router'
import { type DataColumn, DataTable, EmptyState, LinkButton, Section, StatusBadge, TimeStamp } from '@farebox/ui'
import { useSuspenseQuery } from '@tanstack/react-query'
import type { inferRouterOutputs } from '@trpc/server'
import type { Route } from 'next'
import { useApi } from '../../../trpc/client'

type Provider = inferRouterOutputs<OperatorRouter>['prices']['providers'][number]

const columns: DataColumn<Provider>[] = [
  { id: 'name', header: 'Provider', cell: ({ name }) => <span className="font-medium text-ink">{name}</span> },
  {
    id: 'state',
    header: 'State',
    cell: ({ isOn }) => (isOn ? <StatusBadge status="active">On</StatusBadge> : <StatusBadge status="revoked">Off</StatusBadge>),
  },
  { id: 'access', header: 'Reached with', cell: (row) => <Access {...row} /> },
  { id: 'said', header: 'As the gateway said', cell: ({ reportedAt }) => (reportedAt ? <TimeStamp at={reportedAt} /> : '–') },
  {
    id: 'calls',
    header: 'Calls, last hour',
    align: 'end',
    cell: ({ calls, failed }) => (failed > 0 ? `${calls}, ${failed} failed` : String(calls)),
  },
]

export function ProviderTable() {
  const { data: providers } = useSuspenseQuery(useApi().prices.providers.queryOptions())
  return (
    <Section
      title="Providers"
      description="Keys are settings of the gateway. It says which it has; nobody sees them here."
      action={<LinkButton href={'/switches' as Route}>Kill switches</LinkButton>}
    >
      <DataTable
        caption="Providers"
        rows={providers}
        columns={columns}
        rowKey={({ name }) => name}
        empty={<EmptyState title="No provider yet" why="Providers come with the first prices." />}
        footNote="Of each app, the newest 200 calls of the hour are counted."
      />
    </Section>
  )
}

function Access({ access }: Provider) {
  if (access === 'key') return <StatusBadge status="active">Key present</StatusBadge>
  if (access === 'address') return <StatusBadge status="active">Own address</StatusBadge>
  if (access === 'stand_in') return <StatusBadge status="sandbox">Stand-in</StatusBadge>
  if (access === 'none') return <StatusBadge status="failed">No key</StatusBadge>
  return <StatusBadge status="pending">Not heard yet</StatusBadge>
}
