'use client'
// The first step to being paid: in which country, and off to Stripe's own pages.
import { Button, FormError, SelectField } from '@farebox/ui'
import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { useApi } from '../../../trpc/client'
import { failureOf } from '../../../trpc/failure'
import { countries } from './countries'

export function ConnectStripeForm({ organizationId }: { organizationId: string }) {
  const api = useApi()
  const [country, setCountry] = useState('US')
  const onboard = useMutation(api.payouts.onboard.mutationOptions({ onSuccess: ({ url }) => window.location.assign(url) }))
  const submit = (event: FormEvent) => {
    event.preventDefault()
    onboard.mutate({ organizationId, country })
  }
  return (
    <form onSubmit={submit} className="max-w-md space-y-5" noValidate>
      <p className="text-ink-soft text-sm">
        Connect Stripe to be paid. It takes a few minutes: who you are, and a bank account in your country. Until then your earnings wait
        here, and nothing is lost.
      </p>
      <SelectField
        label="Country of your bank account"
        hint="It cannot be changed later."
        choices={countries}
        value={country}
        onValueChange={setCountry}
      />
      <Button type="submit" variant="primary" isLoading={onboard.isPending || onboard.isSuccess}>
        Connect Stripe
      </Button>
      {onboard.error ? <FormError {...failureOf(onboard.error)} whatToDo="Nothing was set up. Try again." /> : null}
    </form>
  )
}
