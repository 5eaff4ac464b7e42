'use client'
// The second step: what leaves the balance, what arrives at the card, and the button that does it. A plain form.
import { Button, Card, FormError, KeyValueList, LinkButton, Money } from '@farebox/ui'
import type { Route } from 'next'
import { useActionState } from 'react'
import type { RefundState } from '../server/refunds'
import type { RefundOption } from '../trpc/answers'

type RefundReviewProps = {
  option: RefundOption
  /** `Visa •4242`, where it is known. */
  card: string | undefined
  confirmLabel: string
  feeSentence: string
  backHref: string
  ask: (state: RefundState, form: FormData) => Promise<RefundState>
  /** How the action finds the purchase. */
  field: { name: string; value: string }
}

const noProblem: RefundState = {}

export function RefundReview({ option, card, confirmLabel, feeSentence, backHref, ask, field }: RefundReviewProps) {
  const [state, submit, isAsking] = useActionState(ask, noProblem)
  const credit = option.amount - option.feeIncluded
  return (
    <form action={submit} className="space-y-6">
      <input type="hidden" name={field.name} value={field.value} />
      <input type="hidden" name="amountCents" value={option.amountCents} />
      <Card className="space-y-4">
        <KeyValueList
          items={[
            { label: 'Leaves your balance', value: <Money amount={credit} as="balance" /> },
            { label: 'Fee returned', value: <Money amount={option.feeIncluded} as="balance" /> },
            { label: 'You get back', value: <Money amount={option.amount} as="balance" className="font-semibold text-base" /> },
            { label: 'To', value: card ?? 'The card that paid' },
            { label: 'When', value: 'Within 10 working days, as your bank shows it' },
          ]}
        />
        <p className="text-ink-soft text-sm">{feeSentence}</p>
        <p className="text-ink-soft text-sm">
          The money leaves your balance as soon as you confirm, and a confirmation comes by mail. This cannot be undone.{' '}
          {option.isWhole
            ? 'You can buy again; after three whole refunds within 30 days, only once the first of them is 30 days ago.'
            : 'You can always buy again.'}
        </p>
      </Card>
      {state.problem ? (
        <FormError
          message={state.problem}
          whatToDo="Nothing was moved. Go back to see what can be refunded now."
          {...(state.requestId && { requestId: state.requestId })}
        />
      ) : null}
      <div className="flex flex-col gap-3 sm:flex-row-reverse sm:justify-end">
        <Button type="submit" variant="primary" size="large" isLoading={isAsking}>
          {confirmLabel}
        </Button>
        <LinkButton href={backHref as Route} size="large">
          Keep it
        </LinkButton>
      </div>
    </form>
  )
}
