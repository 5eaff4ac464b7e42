'use client'
// Where users are sent back to, and a way to find out why an address does not match.
import { Button, Card, Section, TextField } from '@farebox/ui'
import { useMutation, useQuery, useQueryClient, useSuspenseQuery } from '@tanstack/react-query'
import { CircleCheck, CircleX } from 'lucide-react'
import { type FormEvent, useState } from 'react'
import type { Mode } from '../../../../../place/mode'
import { useApi } from '../../../../../trpc/client'
import { AddressList } from './address-list'

type Place = { appId: string; mode: Mode }

export function RedirectAddresses({ appId, mode }: Place) {
  const api = useApi()
  const cache = useQueryClient()
  const { data } = useSuspenseQuery(api.connect.client.queryOptions({ appId, mode }))
  const set = useMutation(api.connect.setRedirects.mutationOptions({ onSuccess: () => cache.invalidateQueries() }))
  return (
    <Section
      title="Redirect addresses"
      description={
        mode === 'sandbox'
          ? 'Where users come back to after they decided. In the sandbox every page on http://localhost works without being listed, on any port.'
          : 'Where users come back to after they decided. An address matches letter for letter, or not at all.'
      }
    >
      <Card className="space-y-6">
        <AddressList
          addresses={data.redirectUris}
          onSave={(redirectUris) => set.mutateAsync({ appId, mode, redirectUris })}
          label="Add an address"
          placeholder="https://your.app/callback"
          hint="The whole address, with https:// and the path."
          whenEmpty={
            mode === 'sandbox' ? 'None listed: only pages on http://localhost are answered.' : 'None yet, so nobody can connect your app.'
          }
        />
        <TryAddress appId={appId} mode={mode} />
      </Card>
    </Section>
  )
}

/** Judged by the server that will judge it when a user comes. */
function TryAddress({ appId, mode }: Place) {
  const api = useApi()
  const [typed, setTyped] = useState('')
  const [asked, setAsked] = useState('')
  const { data: match, isFetching } = useQuery({
    ...api.connect.tryRedirect.queryOptions({ appId, mode, redirectUri: asked }),
    enabled: asked !== '',
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setAsked(typed.trim())
  }
  const verdict = asked !== '' && asked === typed.trim() ? match : undefined
  return (
    <div className="space-y-3 border-line border-t pt-5">
      <form onSubmit={submit} className="flex flex-col gap-3 sm:flex-row sm:items-end" noValidate>
        <div className="grow">
          <TextField
            label="Does this address match?"
            placeholder="The redirect_uri your app sends"
            value={typed}
            inputMode="url"
            autoComplete="off"
            spellCheck={false}
            onChange={(event) => setTyped(event.target.value)}
          />
        </div>
        <Button type="submit" isLoading={isFetching}>
          Try it
        </Button>
      </form>
      <div role="status" className="text-sm">
        {verdict ? (
          <p className="flex items-start gap-2">
            {verdict.matches ? (
              <CircleCheck aria-hidden className="mt-0.5 size-4 shrink-0 text-positive" />
            ) : (
              <CircleX aria-hidden className="mt-0.5 size-4 shrink-0 text-critical" />
            )}
            <span className="min-w-0 break-words text-ink-soft">
              <strong className="font-medium text-ink">{verdict.matches ? 'It matches.' : 'It does not match.'}</strong> {verdict.why}
            </span>
          </p>
        ) : null}
      </div>
    </div>
  )
}
