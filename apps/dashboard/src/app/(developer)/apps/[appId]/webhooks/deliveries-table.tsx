'use client'
// What an endpoint was told, newest first: each attempt in a panel, and sending it once more.
import type { DeveloperRouter } from '@farebox/billing/routers'
import { Button, type DataColumn, DataTable, EmptyState, Skeleton, StatusBadge, TimeStamp, toast } from '@farebox/ui'
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { inferRouterOutputs } from '@trpc/server'
import { useState } from 'react'
import type { Mode } from '../../../../../place/mode'
import { ListError } from '../../../../../tables/list-error'
import { Pager } from '../../../../../tables/pager'
import { useApi } from '../../../../../trpc/client'
import { failureOf } from '../../../../../trpc/failure'
import { DeliverySheet } from './delivery-sheet'

export type Delivery = inferRouterOutputs<DeveloperRouter>['webhooks']['deliveries']['rows'][number]

type DeliveriesTableProps = { appId: string; mode: Mode; endpointId: string; isEnabled: boolean }

/** A delivery under way has usually arrived when one looks again. */
const LOOK_AGAIN_MS = 3_000
const SHOWN = 10

export function DeliveriesTable({ appId, mode, endpointId, isEnabled }: DeliveriesTableProps) {
  const api = useApi()
  const cache = useQueryClient()
  const [after, setAfter] = useState<string>()
  const deliveries = useQuery(
    api.webhooks.deliveries.queryOptions(
      { appId, mode, endpointId, limit: SHOWN, ...(after && { after }) },
      {
        placeholderData: keepPreviousData,
        refetchInterval: ({ state }) => (state.data?.rows.some(({ status }) => status === 'pending') ? LOOK_AGAIN_MS : false),
      },
    ),
  )
  const replay = useMutation(
    api.webhooks.replay.mutationOptions({
      onSuccess: async () => {
        await cache.invalidateQueries({ queryKey: api.webhooks.deliveries.queryKey() })
        setAfter(undefined)
        toast.success('It is on its way once more.')
      },
      onError: (failure) => toast.error(`${failureOf(failure).message} Nothing was sent.`),
    }),
  )
  if (deliveries.error) return <ListError error={deliveries.error} onRetry={() => void deliveries.refetch()} />
  if (!deliveries.data) return <Skeleton className="h-24" />
  const { rows, hasMore } = deliveries.data
  const actions: DataColumn<Delivery> = {
    id: 'actions',
    header: 'Actions',
    align: 'end',
    phone: 'detail',
    cell: (delivery) => (
      <span className="flex justify-end gap-2">
        <DeliverySheet delivery={delivery} />
        <Button
          size="small"
          aria-label={`Replay ${delivery.eventId}`}
          disabled={!isEnabled || delivery.status === 'pending'}
          onClick={() => replay.mutate({ appId, mode, deliveryId: delivery.id })}
        >
          Replay
        </Button>
      </span>
    ),
  }
  return (
    <DataTable
      caption="Deliveries"
      rows={rows}
      columns={[...columns, actions]}
      rowKey={({ id }) => id}
      empty={<EmptyState title="Nothing told yet" why="Deliveries appear here as things happen. Send a test to see one." />}
      pager={
        <Pager
          isFirst={after === undefined}
          hasMore={hasMore}
          onNewest={() => setAfter(undefined)}
          onOlder={() => setAfter(rows.at(-1)?.id)}
        />
      }
    />
  )
}

const statuses = { pending: 'pending', delivered: 'settled', failed: 'failed' } as const
const words = { delivered: 'Delivered', failed: 'Not delivered' } as const

const wordOf = ({ status, attempts }: Delivery) =>
  status !== 'pending' ? words[status] : attempts.length === 0 ? 'On its way' : 'Failed so far'

const columns: DataColumn<Delivery>[] = [
  {
    id: 'event',
    header: 'Event',
    cell: ({ type, objectId, replays }) => (
      <span className="block">
        <code className="block font-mono text-[0.8125rem] text-ink">{type}</code>
        <span className="font-mono text-ink-faint text-xs">
          {objectId}
          {replays ? ' · replay' : ''}
        </span>
      </span>
    ),
  },
  { id: 'status', header: 'Status', cell: (row) => <StatusBadge status={statuses[row.status]}>{wordOf(row)}</StatusBadge> },
  { id: 'attempts', header: 'Attempts', align: 'end', cell: ({ attempts }) => attempts.length },
  { id: 'next', header: 'Next attempt', cell: ({ nextAttemptAt }) => (nextAttemptAt ? <TimeStamp at={nextAttemptAt} /> : '–') },
  { id: 'created', header: 'Happened', cell: ({ createdAt }) => <TimeStamp at={createdAt} /> },
]
