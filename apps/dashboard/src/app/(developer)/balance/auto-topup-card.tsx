'use client'
// The balance that fills itself: whether it does, by which words, and what waits for somebody.
import {
  Banner,
  Button,
  Card,
  ConfirmDialog,
  cardName,
  EmptyState,
  KeyValueList,
  LinkButton,
  Money,
  Section,
  StatusBadge,
  TimeStamp,
} from '@farebox/ui'
import { useMutation, useQueryClient, useSuspenseQuery } from '@tanstack/react-query'
import type { Route } from 'next'
import { useApi } from '../../../trpc/client'
import { AutoTopupDialog } from './auto-topup-dialog'

export function AutoTopupCard({ organizationId }: { organizationId: string }) {
  const api = useApi()
  const cache = useQueryClient()
  const { data: state } = useSuspenseQuery(api.autoTopup.read.queryOptions({ organizationId }))
  const { data: cards } = useSuspenseQuery(api.autoTopup.cards.queryOptions({ organizationId }))
  const turnOff = useMutation(
    api.autoTopup.turnOff.mutationOptions({ onSuccess: () => cache.invalidateQueries(api.autoTopup.pathFilter()) }),
  )
  const { terms } = state
  return (
    <Section title="Automatic top-up" description="Off unless you switch it on. It charges a saved card when the balance runs low.">
      <Card className="space-y-4">
        {state.stopped ? (
          <Banner tone="critical" title="It has stopped">
            {state.stopped} Nothing is charged until you switch it on again.
          </Banner>
        ) : null}
        {state.waiting ? (
          <Banner
            tone="caution"
            title="Your bank wants to hear from you"
            action={<LinkButton href={state.waiting.checkoutUrl as Route}>Confirm the payment</LinkButton>}
          >
            A payment of <Money amount={state.waiting.price} as="charge" /> waits for it. Nothing has been charged.
          </Banner>
        ) : null}
        {state.status === 'on' && !state.waiting && state.failures > 0 ? (
          <Banner tone="caution" title={state.failures === 1 ? 'The last charge failed' : `The last ${state.failures} charges failed`}>
            Nothing was added. After three it stops by itself.
          </Banner>
        ) : null}
        {terms && state.status !== 'off' ? (
          <>
            <p className="flex flex-wrap items-center gap-3 text-ink text-sm">
              {state.status === 'on' ? <StatusBadge status="active">On</StatusBadge> : <StatusBadge status="paused">Stopped</StatusBadge>}
              <span className="wrap-anywhere">{state.sentence}</span>
            </p>
            <KeyValueList
              items={[
                { label: 'Card', value: cardName(terms.card) },
                {
                  label: state.waiting ? 'Charged or waiting this month' : 'Charged this month',
                  value: <Money amount={state.spentThisMonth} as="charge" />,
                },
                { label: 'At most a month', value: <Money amount={terms.monthMax} as="charge" /> },
                ...(state.pausedUntil ? [{ label: 'Next try not before', value: <TimeStamp at={state.pausedUntil} /> }] : []),
              ]}
            />
          </>
        ) : null}
        {cards.length === 0 ? (
          <EmptyState title="No saved card" why="Add money once and tick “keep this card”. It can be removed at any time." />
        ) : (
          <div className="flex flex-wrap gap-3">
            <AutoTopupDialog organizationId={organizationId} cards={cards} agreed={terms} isOn={state.status === 'on'} />
            {state.status === 'on' ? (
              <ConfirmDialog
                title="Switch automatic top-up off?"
                effect="No card is charged from now on. A payment that the bank already has is not undone."
                confirmLabel="Switch off"
                onConfirm={() => turnOff.mutateAsync({ organizationId })}
                trigger={<Button>Switch off</Button>}
              />
            ) : null}
          </div>
        )}
      </Card>
    </Section>
  )
}
