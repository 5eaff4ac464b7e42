'use client'
// Refunding a purchase: how much and why, then what it will take, and only then the click that does it.
import { fromCents, type Microcents, toDollars } from '@farebox/money'
import { Banner, KeyValueList, Money, MoneyField, SelectField, Spinner, TextField } from '@farebox/ui'
import { failureOf } from '@farebox/web/failure'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type ReactElement, useState } from 'react'
import { DeedDialog } from '../deeds/deed-dialog'
import { useApi } from '../trpc/client'
import { readCents } from './read-cents'

const reasons = [
  { value: 'fraudulent', label: 'The card was stolen' },
  { value: 'duplicate', label: 'It was paid twice' },
  { value: 'requested_by_customer', label: 'The buyer asked for it' },
] as const

type Because = (typeof reasons)[number]['value']

/** `10.00`: of eight decimals the two that a card knows. */
const spellInCents = (amount: Microcents) => toDollars(amount).slice(0, -6)

type RefundDialogProps = {
  orderId: string
  /** What was bought, as its buyer knows it. */
  description: string
  /** What was paid for it: the amount to begin with. */
  price: Microcents
  because?: Because
  trigger: ReactElement<Record<string, unknown>>
}

export function RefundDialog({ orderId, description, price, because: suggested = 'requested_by_customer', trigger }: RefundDialogProps) {
  const api = useApi()
  const cache = useQueryClient()
  const [dollars, setDollars] = useState(() => spellInCents(price))
  const [because, setBecause] = useState<Because>(suggested)
  const [ticket, setTicket] = useState('')
  const amountCents = readCents(dollars)
  const plan = useQuery({
    ...api.refunds.plan.queryOptions({ orderId, amountCents: amountCents ?? 1 }),
    enabled: amountCents !== undefined,
    staleTime: 0,
    gcTime: 0,
  })
  const make = useMutation(api.refunds.make.mutationOptions({ onSuccess: () => cache.invalidateQueries() }))
  const isWithin = plan.data !== undefined && amountCents !== undefined && amountCents <= plan.data.mostCents
  return (
    <DeedDialog
      title={`Refund ${description}?`}
      effect="It goes back to the card that paid. What is unspent is taken from the wallet; what was spent of it is then owed to us."
      confirmLabel="Refund"
      isWide
      isReady={isWithin && ticket.trim() !== ''}
      done="The refund is on its way to Stripe."
      onConfirm={(reason) => make.mutateAsync({ orderId, amountCents: amountCents ?? 0, because, reason, ticket: ticket.trim() })}
      trigger={trigger}
    >
      <div className="grid gap-4 sm:grid-cols-2">
        <MoneyField label="Amount" value={dollars} onChange={(event) => setDollars(event.target.value)} />
        <SelectField label="Because" choices={[...reasons]} value={because} onValueChange={(value) => setBecause(value as Because)} />
      </div>
      <TextField
        label="Ticket"
        hint="Where it was decided."
        value={ticket}
        onChange={(event) => setTicket(event.target.value)}
        autoComplete="off"
      />
      {plan.isFetching ? <Spinner /> : null}
      {plan.error ? <Banner tone="critical" title={failureOf(plan.error).message} /> : null}
      {plan.data ? <Plan plan={plan.data} isWithin={isWithin} /> : null}
    </DeedDialog>
  )
}

type PlanProps = { plan: { mostCents: number; amount: bigint; fee: bigint; taken: bigint; owed: bigint }; isWithin: boolean }

function Plan({ plan: { mostCents, amount, fee, taken, owed }, isWithin }: PlanProps) {
  if (!isWithin) {
    return (
      <Banner tone="caution" title="More than is left of this purchase">
        At most <Money amount={fromCents(mostCents)} as="charge" /> of it can still go back.
      </Banner>
    )
  }
  return (
    <section aria-label="What it will do" className="space-y-3">
      <KeyValueList
        items={[
          { label: 'To the card', value: <Money amount={amount} as="exact" /> },
          { label: 'From the wallet', value: <Money amount={taken} as="exact" /> },
          { label: 'From our fee', value: <Money amount={fee} as="exact" /> },
          { label: 'Owed to us afterwards', value: <Money amount={owed} as="exact" /> },
        ]}
      />
      {owed > 0n ? (
        <Banner tone="caution" title="It was spent in part">
          The wallet can spend nothing until this is repaid.
        </Banner>
      ) : null}
    </section>
  )
}
