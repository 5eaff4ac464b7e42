'use client'
// Pausing, resuming and revoking. Each says what it does before it is done.
import { Button, Card, ConfirmDialog, toast } from '@farebox/ui'
import { useMutation } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import type { ConnectedApp } from '../../../../trpc/answers'
import { useApi } from '../../../../trpc/client'
import { failureOf } from '../../../../trpc/failure'

type ConnectionActionsProps = Pick<ConnectedApp, 'appId' | 'appName' | 'status'>

export function ConnectionActions({ appId, appName, status }: ConnectionActionsProps) {
  const api = useApi()
  const router = useRouter()
  const change = useMutation(
    api.connections.setStatus.mutationOptions({
      onSuccess: () => router.refresh(),
      onError: (failure) => void toast.error(`${failureOf(failure).message} Nothing was changed.`),
    }),
  )
  if (status === 'revoked') {
    return (
      <p className="text-ink-soft text-sm">You have disconnected {appName}. To use it with your wallet again, connect it from the app.</p>
    )
  }
  const other = status === 'paused' ? 'active' : 'paused'
  return (
    <Card className="flex flex-col gap-4 sm:flex-row sm:items-center sm:justify-between">
      <p className="text-ink-soft text-sm">
        {status === 'paused'
          ? `${appName} is paused: it cannot spend.`
          : `Stop ${appName} for a while, or for good. Your balance stays yours.`}
      </p>
      <div className="flex shrink-0 gap-3">
        <Button isLoading={change.isPending} onClick={() => change.mutate({ appId, status: other })}>
          {status === 'paused' ? 'Resume' : 'Pause'}
        </Button>
        <ConfirmDialog
          title={`Revoke ${appName}?`}
          effect="It stops working with your wallet at once. You keep your balance and your receipts. It has to ask you again to come back."
          confirmLabel="Revoke"
          trigger={<Button variant="danger">Revoke</Button>}
          onConfirm={async () => {
            await change.mutateAsync({ appId, status: 'revoked' })
          }}
        />
      </div>
    </Card>
  )
}
