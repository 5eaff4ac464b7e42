'use client'
// Pausing, resuming and revoking. Each says what it does before it is done.
import { Button, ConfirmDialog, toast } from '@farebox/ui'
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
  if (status === 'revoked') return null
  const isPaused = status === 'paused'
  return (
    <div className="flex shrink-0 gap-3">
      <Button isLoading={change.isPending} onClick={() => change.mutate({ appId, status: isPaused ? 'active' : 'paused' })}>
        {isPaused ? 'Resume' : 'Pause'}
      </Button>
      <ConfirmDialog
        title={`Revoke ${appName}?`}
        effect="It stops working with your wallet at once. You keep your balance and your receipts. It has to ask you again to come back."
        confirmLabel="Revoke"
        trigger={<Button className="text-critical">Revoke</Button>}
        onConfirm={async () => {
          await change.mutateAsync({ appId, status: 'revoked' })
        }}
      />
    </div>
  )
}
