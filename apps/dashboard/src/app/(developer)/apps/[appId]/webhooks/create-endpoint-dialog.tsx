'use client'
// Adding an endpoint: its address and its events, then its secret, shown once.
import { Button, FormError, TextField } from '@farebox/ui'
import { useMutation, useQueryClient, useSuspenseQuery } from '@tanstack/react-query'
import { Plus } from 'lucide-react'
import { type FormEvent, useState } from 'react'
import type { Mode } from '../../../../../place/mode'
import { useApi } from '../../../../../trpc/client'
import { failureOf } from '../../../../../trpc/failure'
import { ShownOnceDialog } from '../shown-once-dialog'
import { EventPicker } from './event-picker'
import { ShownSecret } from './shown-secret'

const FORM = 'new-endpoint'

export function CreateEndpointDialog({ appId, mode, label = 'Add endpoint' }: { appId: string; mode: Mode; label?: string }) {
  const api = useApi()
  const cache = useQueryClient()
  const list = api.webhooks.list.queryOptions({ appId, mode })
  const { data } = useSuspenseQuery(list)
  const [isOpen, setIsOpen] = useState(false)
  const [url, setUrl] = useState('')
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const create = useMutation(
    api.webhooks.create.mutationOptions({ onSuccess: () => void cache.invalidateQueries({ queryKey: list.queryKey }) }),
  )
  const open = (next: boolean) => {
    setIsOpen(next)
    if (next) return
    // The secret leaves the page with the dialog.
    create.reset()
    setUrl('')
    setChosen(new Set())
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    create.mutate({ appId, mode, url, events: data.events.map(({ type }) => type).filter((type) => chosen.has(type)) })
  }
  const { data: created } = create
  const failure = create.error ? failureOf(create.error) : undefined
  return (
    <ShownOnceDialog
      isOpen={isOpen}
      onOpenChange={open}
      trigger={
        <Button variant="primary" icon={<Plus aria-hidden />}>
          {label}
        </Button>
      }
      asking={{
        title: 'Add an endpoint',
        description: 'Your server answers each event with a 2xx within 15 seconds.',
        button: (
          <Button type="submit" form={FORM} variant="primary" isLoading={create.isPending}>
            Add endpoint
          </Button>
        ),
      }}
      showing={{
        title: 'Your endpoint’s secret',
        description: 'Copy it now. It is shown this once. With it your server knows that an event is from Farebox.',
      }}
      isShowing={created !== undefined}
    >
      {created ? (
        <ShownSecret secret={created.secret} />
      ) : (
        <form id={FORM} onSubmit={submit} className="space-y-6 pb-2" noValidate>
          <TextField
            label="Address"
            name="url"
            type="url"
            value={url}
            onChange={(event) => setUrl(event.target.value)}
            placeholder="https://your.app/webhooks/farebox"
            autoComplete="off"
            hint="On the public internet. Redirects are not followed."
            error={failure?.param === 'url' ? failure.message : undefined}
            required
          />
          <EventPicker choices={data.events} chosen={chosen} onChange={setChosen} />
          {failure && failure.param !== 'url' ? <FormError {...failure} whatToDo="No endpoint was added." /> : null}
        </form>
      )}
    </ShownOnceDialog>
  )
}
