'use client'
// Changing the limit. It holds from the next call on.
import { toDollars } from '@farebox/money'
import { Button, FormError, MoneyField, SelectField, toast } from '@farebox/ui'
import { useMutation } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import { type FormEvent, useState } from 'react'
import type { ConnectedApp } from '../../../../trpc/answers'
import { useApi } from '../../../../trpc/client'
import { failureOf } from '../../../../trpc/failure'
import { periodWords } from '../limit-words'

type Period = ConnectedApp['period']

export function LimitForm({ app }: { app: ConnectedApp }) {
  const api = useApi()
  const router = useRouter()
  const [period, setPeriod] = useState<Period>(app.period)
  const change = useMutation(
    api.connections.setLimit.mutationOptions({
      onSuccess: () => {
        toast.success('The limit is changed.')
        router.refresh()
      },
    }),
  )
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    const callLimit = text(form, 'callLimit')
    change.mutate({ appId: app.appId, limit: text(form, 'limit'), period, callLimit: callLimit === '' ? null : callLimit })
  }
  return (
    <form onSubmit={submit} className="space-y-5" noValidate>
      <div className="grid gap-5 sm:grid-cols-3">
        <MoneyField label="At most" name="limit" defaultValue={app.limit === null ? '5.00' : shown(app.limit)} />
        <SelectField
          label="In"
          choices={Object.entries(periodWords).map(([value, label]) => ({ value, label }))}
          value={period}
          onValueChange={(value) => setPeriod(value as Period)}
        />
        <MoneyField label="One call" name="callLimit" isOptional defaultValue={app.callLimit === null ? '' : shown(app.callLimit)} />
      </div>
      {change.error ? <FormError {...failureOf(change.error)} charged={false} /> : null}
      <Button type="submit" isLoading={change.isPending}>
        Save limit
      </Button>
    </form>
  )
}

/** `500_000_000n` → `5.00`: two digits at least, more where they say something. */
function shown(amount: ConnectedApp['spent']): string {
  return toDollars(amount).replace(/(\.\d{2}\d*?)0*$/, '$1')
}

function text(form: FormData, name: string): string {
  const value = form.get(name)
  return typeof value === 'string' ? value.trim() : ''
}
