'use client'
// The button that leads to Stripe's page.
import { formatBalance, type Microcents } from '@farebox/money'
import { Button, FormError } from '@farebox/ui'
import { useActionState } from 'react'
import { type PayState, payOrder } from '../../../server/pay'

const noProblem: PayState = {}

export function PayForm({ orderId, price }: { orderId: string; price: Microcents }) {
  const [state, pay, isLeaving] = useActionState(payOrder, noProblem)
  return (
    <form action={pay} className="space-y-4">
      <input type="hidden" name="order" value={orderId} />
      {state.problem ? (
        <FormError message={state.problem} charged={false} {...(state.requestId && { requestId: state.requestId })} />
      ) : null}
      <Button type="submit" variant="primary" size="large" isWide isLoading={isLeaving}>
        Pay {formatBalance(price)}
      </Button>
    </form>
  )
}
