'use client'
// The endpoints of an app, each with its deliveries.
import { Card, EmptyState } from '@farebox/ui'
import { useSuspenseQuery } from '@tanstack/react-query'
import type { Mode } from '../../../../../place/mode'
import { useApi } from '../../../../../trpc/client'
import { CreateEndpointDialog } from './create-endpoint-dialog'
import { DeliveriesTable } from './deliveries-table'
import { EndpointCard } from './endpoint-card'

export function EndpointList({ appId, mode }: { appId: string; mode: Mode }) {
  const api = useApi()
  const { data } = useSuspenseQuery(api.webhooks.list.queryOptions({ appId, mode }))
  if (data.endpoints.length === 0) {
    return (
      <Card>
        <EmptyState
          title="No endpoints yet"
          why="An endpoint is an address of your server that is told of payments, users and payouts as they happen."
          action={<CreateEndpointDialog appId={appId} mode={mode} label="Add the first endpoint" />}
        />
      </Card>
    )
  }
  return (
    <div className="space-y-10">
      {data.endpoints.map((endpoint) => (
        <section key={endpoint.id} aria-label={endpoint.url} className="space-y-4">
          <EndpointCard appId={appId} mode={mode} endpoint={endpoint} />
          <DeliveriesTable appId={appId} mode={mode} endpointId={endpoint.id} isEnabled={endpoint.status === 'enabled'} />
        </section>
      ))}
    </div>
  )
}
