'use client'
// The mails that can be turned off. A switch takes effect at once; the amount when it is saved.
import { Button, Card, dollarsField, FormError, MoneyField, Switch, toast } from '@farebox/ui'
import { useMutation } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import { type FormEvent, useState } from 'react'
import type { NoticePreferences } from '../../../trpc/answers'
import { useApi } from '../../../trpc/client'
import { failureOf } from '../../../trpc/failure'

const kinds = [
  { name: 'newApp', label: 'An app may spend', hint: 'When you have allowed an app: its limit and its price.' },
  { name: 'limits', label: 'An app’s limit', hint: 'When an app has spent 80 % of your limit, and when it has reached it.' },
  { name: 'lowBalance', label: 'A low balance', hint: 'Once after each top-up, when less is left than you say here.' },
] as const

type Kind = (typeof kinds)[number]['name']

export function NoticeSwitches({ preferences }: { preferences: NoticePreferences }) {
  const api = useApi()
  const router = useRouter()
  const [shown, setShown] = useState<Record<Kind, boolean>>(preferences)
  const change = useMutation(
    api.notices.change.mutationOptions({
      onSuccess: () => {
        toast.success('Saved.')
        router.refresh()
      },
      onError: (failure) => {
        setShown(preferences)
        toast.error(`${failureOf(failure).message} Nothing was changed.`)
      },
    }),
  )
  const set = (name: Kind, isOn: boolean) => {
    setShown({ ...shown, [name]: isOn })
    change.mutate({ [name]: isOn })
  }
  return (
    <Card isFlush>
      <ul className="divide-y divide-line">
        {kinds.map(({ name, label, hint }) => (
          <li key={name} className="space-y-4 px-5 py-4 sm:px-6">
            <Switch label={label} hint={hint} checked={shown[name]} onCheckedChange={(isOn) => set(name, isOn)} />
            {name === 'lowBalance' && shown.lowBalance ? <LowBalanceAmount preferences={preferences} /> : null}
          </li>
        ))}
      </ul>
    </Card>
  )
}

function LowBalanceAmount({ preferences }: { preferences: NoticePreferences }) {
  const api = useApi()
  const change = useMutation(api.notices.change.mutationOptions({ onSuccess: () => void toast.success('Saved.') }))
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const amount = new FormData(event.currentTarget).get('below')
    change.mutate({ lowBalanceBelow: typeof amount === 'string' ? amount.trim() : '' })
  }
  return (
    <form onSubmit={submit} className="max-w-sm space-y-3" noValidate>
      <div className="flex items-end gap-3">
        <div className="grow">
          <MoneyField label="Low is below" name="below" defaultValue={dollarsField(preferences.lowBalanceBelow)} />
        </div>
        <Button type="submit" isLoading={change.isPending}>
          Save
        </Button>
      </div>
      {change.error ? <FormError {...failureOf(change.error)} /> : null}
    </form>
  )
}
