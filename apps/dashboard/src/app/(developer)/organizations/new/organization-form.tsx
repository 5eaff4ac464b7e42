'use client'
// The name of a new organization; afterwards, its first app.
import { Button, FormError, TextField } from '@farebox/ui'
import { useMutation } from '@tanstack/react-query'
import type { Route } from 'next'
import { useRouter } from 'next/navigation'
import { type FormEvent, useState } from 'react'
import { useApi } from '../../../../trpc/client'
import { failureOf } from '../../../../trpc/failure'

export function OrganizationForm() {
  const api = useApi()
  const router = useRouter()
  const [name, setName] = useState('')
  const create = useMutation(
    api.organizations.create.mutationOptions({
      onSuccess: ({ id }) => {
        router.push(`/apps/new?organization=${id}` as Route)
        router.refresh()
      },
    }),
  )
  const submit = (event: FormEvent) => {
    event.preventDefault()
    create.mutate({ name })
  }
  const failure = create.error ? failureOf(create.error) : undefined
  return (
    <form onSubmit={submit} className="space-y-5" noValidate>
      <TextField
        label="Name"
        name="name"
        value={name}
        onChange={(event) => setName(event.target.value)}
        autoComplete="organization"
        placeholder="Pixel Pals"
        hint="Users see it beside your app’s name when they allow it to spend."
        error={failure?.param === 'name' ? failure.message : undefined}
        required
      />
      {failure && failure.param !== 'name' ? <FormError {...failure} /> : null}
      <Button type="submit" variant="primary" isLoading={create.isPending || create.isSuccess} isWide>
        Create organization
      </Button>
    </form>
  )
}
