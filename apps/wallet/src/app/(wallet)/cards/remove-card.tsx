'use client'
// Has a kept card forgotten. It says so where that stops the automatic top-up.
import { Button, ConfirmDialog, toast } from '@farebox/ui'
import { useMutation } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import { useApi } from '../../../trpc/client'

export function RemoveCard({ id, name, usedForAutoTopup }: { id: string; name: string; usedForAutoTopup: boolean }) {
  const api = useApi()
  const router = useRouter()
  const remove = useMutation(
    api.cards.remove.mutationOptions({
      onSuccess: () => {
        toast.success(`${name} is removed.`)
        router.refresh()
      },
    }),
  )
  return (
    <ConfirmDialog
      title={`Remove ${name}?`}
      effect={
        usedForAutoTopup
          ? 'It is forgotten, here and at Stripe, and your automatic top-up stops. Refunds of what it paid still go back to it.'
          : 'It is forgotten, here and at Stripe. Refunds of what it paid still go back to it.'
      }
      confirmLabel="Remove"
      trigger={<Button size="small">Remove</Button>}
      onConfirm={async () => {
        await remove.mutateAsync({ id })
      }}
    />
  )
}
