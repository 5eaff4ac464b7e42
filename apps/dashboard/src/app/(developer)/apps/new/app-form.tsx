'use client'
// Name and address of a new app; afterwards, its markup.
import { Button, FormError, TextField } from '@farebox/ui'
import { useMutation } from '@tanstack/react-query'
import type { Route } from 'next'
import { useRouter } from 'next/navigation'
import { type FormEvent, useState } from 'react'
import { useApi } from '../../../../trpc/client'
import { failureOf } from '../../../../trpc/failure'

export function AppForm({ organizationId }: { organizationId: string }) {
  const api = useApi()
  const router = useRouter()
  const [name, setName] = useState('')
  const [origin, setOrigin] = useState('')
  const create = useMutation(
    api.apps.create.mutationOptions({
      onSuccess: ({ id }) => {
        router.push(`/apps/${id}/pricing` as Route)
        router.refresh()
      },
    }),
  )
  const submit = (event: FormEvent) => {
    event.preventDefault()
    create.mutate({ organizationId, name, ...(origin.trim() && { origin }) })
  }
  const failure = create.error ? failureOf(create.error) : undefined
  const errorOf = (param: string) => (failure?.param === param ? failure.message : undefined)
  return (
    <form onSubmit={submit} className="space-y-5" noValidate>
      <TextField
        label="Name"
        name="name"
        value={name}
        onChange={(event) => setName(event.target.value)}
        placeholder="PixelPal"
        autoComplete="off"
        hint="Users see it on every receipt."
        error={errorOf('name')}
        required
      />
      <TextField
        label="Website"
        name="origin"
        isOptional
        value={origin}
        onChange={(event) => setOrigin(event.target.value)}
        inputMode="url"
        placeholder="https://pixelpal.example"
        autoComplete="url"
        hint="Where people are sent back to after they paid."
        error={errorOf('origin')}
      />
      {failure && !['name', 'origin'].includes(failure.param ?? '') ? <FormError {...failure} /> : null}
      <Button type="submit" variant="primary" isLoading={create.isPending || create.isSuccess} isWide>
        Register app
      </Button>
    </form>
  )
}
