'use client'
// One endpoint: how it is, what it is told, and what can be done with it.
import type { DeveloperRouter } from '@farebox/billing/routers'
import { Badge, Banner, Button, Card, ConfirmDialog, StatusBadge, TimeStamp, toast } from '@farebox/ui'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { inferRouterOutputs } from '@trpc/server'
import type { Mode } from '../../../../../place/mode'
import { useApi } from '../../../../../trpc/client'
import { failureOf } from '../../../../../trpc/failure'
import { RotateSecretDialog } from './rotate-secret-dialog'

export type Endpoint = inferRouterOutputs<DeveloperRouter>['webhooks']['list']['endpoints'][number]

export function EndpointCard({ appId, mode, endpoint }: { appId: string; mode: Mode; endpoint: Endpoint }) {
  const api = useApi()
  const cache = useQueryClient()
  const own = { appId, mode, endpointId: endpoint.id }
  const isEnabled = endpoint.status === 'enabled'
  const change = useMutation(api.webhooks.change.mutationOptions())
  const remove = useMutation(api.webhooks.remove.mutationOptions())
  const test = useMutation(
    api.webhooks.test.mutationOptions({
      onSuccess: async () => {
        await cache.invalidateQueries({ queryKey: api.webhooks.deliveries.queryKey() })
        toast.success('The test is on its way.')
      },
      onError: (failure) => toast.error(`${failureOf(failure).message} Nothing was sent.`),
    }),
  )
  const refresh = () => cache.invalidateQueries({ queryKey: api.webhooks.pathKey() })
  const inWords = (failure: unknown) => {
    throw new Error(`${failureOf(failure).message} Nothing was changed.`)
  }
  const turn = async () => {
    await change.mutateAsync({ ...own, status: isEnabled ? 'disabled' : 'enabled' }).catch(inWords)
    await refresh()
  }
  const removeIt = async () => {
    await remove.mutateAsync(own).catch(inWords)
    await refresh()
    toast.success('The endpoint is deleted.')
  }
  return (
    <Card className="space-y-4">
      <div className="flex flex-wrap items-start justify-between gap-3">
        <div className="min-w-0">
          <h2 className="break-all font-mono text-ink text-sm">{endpoint.url}</h2>
          <p className="mt-1 flex items-center gap-2 text-ink-faint text-sm">
            <StatusBadge status={isEnabled ? 'active' : 'paused'}>{isEnabled ? 'Enabled' : 'Disabled'}</StatusBadge>
            <span>
              Added <TimeStamp at={endpoint.createdAt} />
            </span>
          </p>
        </div>
        <div className="flex flex-wrap gap-2">
          <Button size="small" disabled={!isEnabled} isLoading={test.isPending} onClick={() => test.mutate(own)}>
            Send test
          </Button>
          <RotateSecretDialog {...own} />
          <ConfirmDialog
            title={isEnabled ? 'Disable this endpoint?' : 'Enable this endpoint?'}
            effect={
              isEnabled
                ? 'What is still on its way counts as failed: you can replay it once you enable the endpoint again. What happens until then is not sent later.'
                : 'It is told of what happens from now on. What failed can be replayed below; what happened while it was disabled is not sent later.'
            }
            confirmLabel={isEnabled ? 'Disable' : 'Enable'}
            tone={isEnabled ? 'danger' : 'primary'}
            onConfirm={turn}
            trigger={<Button size="small">{isEnabled ? 'Disable' : 'Enable'}</Button>}
          />
          <ConfirmDialog
            title="Delete this endpoint?"
            effect="Its secret and the record of its deliveries go with it. This cannot be undone."
            confirmLabel="Delete endpoint"
            onConfirm={removeIt}
            trigger={<Button size="small">Delete</Button>}
          />
        </div>
      </div>
      <ul aria-label="Events" className="flex flex-wrap gap-1.5">
        {endpoint.events.map((type) => (
          <li key={type}>
            <Badge>{type}</Badge>
          </li>
        ))}
      </ul>
      {endpoint.disabledReason ? (
        <Banner tone="caution" title="Nothing is sent here">
          {endpoint.disabledReason} Once you enable it, what failed can be replayed below; what happens until then is not sent later.
        </Banner>
      ) : endpoint.failingSince ? (
        <Banner tone="caution" title="Deliveries fail">
          The first failure was <TimeStamp at={endpoint.failingSince} />, and nothing has arrived since. Each event is tried again for three
          days; five days after that first failure the endpoint is disabled.
        </Banner>
      ) : null}
    </Card>
  )
}
