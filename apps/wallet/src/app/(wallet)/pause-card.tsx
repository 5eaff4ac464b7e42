'use client'
// The switch that stops every app at once.
import { Card, Switch, toast } from '@farebox/ui'
import { useMutation } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { useApi } from '../../trpc/client'
import { failureOf } from '../../trpc/failure'

const hintOf = (isPaused: boolean) =>
  isPaused ? 'No app can spend. Calls that had begun were finished and charged.' : 'Stops every app at once. Your balance stays yours.'

export function PauseCard({ isPaused, isChangeable }: { isPaused: boolean; isChangeable: boolean }) {
  const api = useApi()
  const router = useRouter()
  const [shown, setShown] = useState(isPaused)
  const pause = useMutation(
    api.wallet.pause.mutationOptions({
      onSuccess: (_, asked) => {
        toast.success(asked.isPaused ? 'All spending is paused.' : 'Apps may spend again.')
        router.refresh()
      },
      onError: (failure, asked) => {
        setShown(!asked.isPaused)
        toast.error(`${failureOf(failure).message} Nothing was changed.`)
      },
    }),
  )
  return (
    <Card>
      <Switch
        label="Pause all spending"
        hint={isChangeable ? hintOf(shown) : 'No app can spend from this wallet now, so there is nothing to pause.'}
        checked={shown}
        disabled={!isChangeable || pause.isPending}
        onCheckedChange={(next) => {
          setShown(next)
          pause.mutate({ isPaused: next })
        }}
      />
    </Card>
  )
}
