'use client'
// Choosing a markup: slider and number, the effect beside it, and when it holds.
import { Banner, Button, Card, FormError, Section, SliderField, TimeStamp, toast } from '@farebox/ui'
import { useMutation, useQueryClient, useSuspenseQuery } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import type { Mode } from '../../../../../place/mode'
import { useApi } from '../../../../../trpc/client'
import { failureOf } from '../../../../../trpc/failure'
import { percent } from '../../../../../words/percent'
import { MarkupEffect } from './markup-effect'

export function MarkupForm({ appId, mode }: { appId: string; mode: Mode }) {
  const api = useApi()
  const cache = useQueryClient()
  const { data } = useSuspenseQuery(api.apps.pricing.queryOptions({ appId, mode }))
  const { markup, capBps, calls, users, usersBelow } = data
  const [chosenBps, setChosenBps] = useState(markup.announced?.markupBps ?? markup.markupBps)
  const save = useMutation(
    api.apps.setMarkup.mutationOptions({
      onSuccess: (next) => {
        toast.success(
          next.announced ? `A markup of ${percent(next.announced.markupBps)} is announced.` : `Your markup is ${percent(next.markupBps)}.`,
        )
        void cache.invalidateQueries()
      },
    }),
  )
  const submit = (event: FormEvent) => {
    event.preventDefault()
    save.mutate({ appId, mode, markupBps: chosenBps })
  }
  const isChanged = chosenBps !== (markup.announced?.markupBps ?? markup.markupBps)
  return (
    <div className="grid items-start gap-6 lg:grid-cols-[minmax(0,1fr)_minmax(0,1.15fr)]">
      <Card>
        <form onSubmit={submit} className="space-y-6">
          <SliderField
            label="Your markup"
            name="markup"
            min={0}
            max={capBps / 100}
            step={0.5}
            unit="%"
            value={chosenBps / 100}
            onValueChange={(value) => setChosenBps(Math.round(value * 100))}
            hint={`On the price of each call. At most ${percent(capBps)}; above 50 % payouts are looked at first.`}
          />
          {markup.announced ? (
            <Banner tone="accent" title={`${percent(markup.markupBps)} now, ${percent(markup.announced.markupBps)} soon`}>
              The new markup holds <TimeStamp at={markup.announced.at} />. Until then you can still change it.
            </Banner>
          ) : null}
          {save.error ? <FormError {...failureOf(save.error)} whatToDo="Nothing was changed." /> : null}
          <Button type="submit" variant="primary" isLoading={save.isPending} disabled={!isChanged} isWide>
            {isChanged ? `Set ${percent(chosenBps)}` : `Your markup is ${percent(chosenBps)}`}
          </Button>
          <p className="text-ink-faint text-sm">{whenItHolds({ users, usersBelow, chosenBps, currentBps: markup.markupBps })}</p>
        </form>
      </Card>
      <Section title="What it does to a typical call" description="A short question and an answer of about 75 words, at today’s prices.">
        <MarkupEffect calls={calls} chosenBps={chosenBps} />
      </Section>
    </div>
  )
}

type Consequence = { users: number; usersBelow: number; chosenBps: number; currentBps: number }

function whenItHolds({ users, usersBelow, chosenBps, currentBps }: Consequence): string {
  if (users === 0) return 'Nobody uses this app yet, so a change holds at once.'
  const agreed =
    chosenBps > currentBps
      ? `Your ${users === 1 ? 'user goes' : `${users} users go`} on paying what they agreed to until they accept the raise. `
      : ''
  const below = usersBelow > 0 && agreed === '' ? `${usersBelow} of them agreed to less than today’s markup and pay that. ` : ''
  return `${agreed}${below}A change is announced and holds a minute later; calls under way keep the markup they began with.`
}
