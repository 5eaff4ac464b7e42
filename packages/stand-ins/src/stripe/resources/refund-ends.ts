// How a refund moves the balance: it leaves, it comes back when the bank could not take it.
import type { Stripe } from 'stripe'
import { log } from '../log.ts'
import type { StripeWorld } from '../stripe-world.ts'
import { balanceOf } from './balance.ts'
import { writeLine } from './balance-transactions.ts'

/** Money on its way to us counts, as a refund right after its charge works; what nobody ever paid in does not. */
export function hasEnough({ amount }: Stripe.Refund, { store }: StripeWorld): boolean {
  const { availableCents, pendingCents } = balanceOf(null, store, store.nowSeconds())
  return availableCents + pendingCents >= amount
}

export function sendRefund(refund: Stripe.Refund, world: StripeWorld): void {
  const line = { account: null, type: 'refund', reportingCategory: 'refund', source: refund.id } as const
  const atSeconds = world.store.nowSeconds()
  refund.balance_transaction = writeLine(
    { ...line, amountCents: -refund.amount, description: `REFUND FOR CHARGE (${refund.charge})`, atSeconds },
    world,
  ).id
}

/** It comes back, if it had left. */
export function failRefund(refund: Stripe.Refund, reason: string, world: StripeWorld): void {
  if (refund.status === 'failed') return
  const { store, webhooks } = world
  const previous = { status: refund.status }
  refund.status = 'failed'
  refund.failure_reason = reason
  delete refund.pending_reason
  if (refund.balance_transaction !== null) {
    const line = { account: null, type: 'refund_failure', reportingCategory: 'refund_failure', source: refund.id } as const
    const description = `REFUND FAILURE FOR CHARGE (${refund.charge})`
    refund.failure_balance_transaction = writeLine(
      { ...line, amountCents: refund.amount, description, atSeconds: store.nowSeconds() },
      world,
    ).id
  }
  const charge = store.tables.charges.get(String(refund.charge))
  if (charge) {
    charge.amount_refunded -= refund.amount
    charge.refunded = false
  }
  noteRefund(refund, 'failed', world)
  store.changed()
  webhooks.publish('refund.failed', refund, { previous })
  for (const type of ['refund.updated', 'charge.refund.updated']) webhooks.publish(type, refund, { previous })
}

export function noteRefund(
  { id: refundId, charge, amount: amountCents, metadata, ...refund }: Stripe.Refund,
  state: 'pending' | 'succeeded' | 'failed',
  { store }: StripeWorld,
): void {
  const transactionId = refund.balance_transaction === null ? null : String(refund.balance_transaction)
  const backTransactionId = refund.failure_balance_transaction === undefined ? null : String(refund.failure_balance_transaction)
  log(store, {
    ...{ kind: 'refund', refundId, chargeId: String(charge), amountCents, state, transactionId, backTransactionId },
    metadata: metadata ?? {},
  })
}
