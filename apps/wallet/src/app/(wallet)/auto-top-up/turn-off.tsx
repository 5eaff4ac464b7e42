'use client'
// Off, at once, without a question.
import { Button, toast } from '@farebox/ui'
import { useMutation } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import { useApi } from '../../../trpc/client'
import { failureOf } from '../../../trpc/failure'

export function TurnOff() {
  const api = useApi()
  const router = useRouter()
  const turnOff = useMutation(
    api.autoTopup.turnOff.mutationOptions({
      onSuccess: () => {
        toast.success('Automatic top-up is off.')
        router.refresh()
      },
      onError: (failure) => void toast.error(failureOf(failure).message),
    }),
  )
  return (
    <Button isLoading={turnOff.isPending} onClick={() => turnOff.mutate()}>
      Turn off
    </Button>
  )
}
