'use client'
// The button that leads to Stripe's page. Where too many cards were declined, the buyer's computer solves a puzzle first.
import { formatBalance, type Microcents } from '@farebox/money'
import { Button, FormError } from '@farebox/ui'
import { useActionState, useRef } from 'react'
import { type PayState, payOrder } from '../../../server/pay'
import { ProofOfWork } from './proof-of-work'

const noProblem: PayState = {}

type PayFormProps = {
  orderId: string
  price: Microcents
  /** Which try asks for a puzzle. */
  check: string | undefined
}

export function PayForm({ orderId, price, check }: PayFormProps) {
  const [state, pay, isLeaving] = useActionState(payOrder, noProblem)
  const form = useRef<HTMLFormElement>(null)
  return (
    <form ref={form} action={pay} className="space-y-4">
      <input type="hidden" name="order" value={orderId} />
      {state.problem ? (
        <FormError message={state.problem} charged={false} {...(state.requestId && { requestId: state.requestId })} />
      ) : null}
      {check && !state.problem ? (
        <ProofOfWork key={check} orderId={orderId} onSolved={() => form.current?.requestSubmit()} />
      ) : (
        <Button type="submit" variant="primary" size="large" isWide isLoading={isLeaving}>
          Pay {formatBalance(price)}
        </Button>
      )}
    </form>
  )
}
