// A refund left our balance at Stripe, or came back to it after the card's bank would not take it.
import type { Mode } from '@farebox/db'
import { fromCents } from '@farebox/money'
import { refundPayable, stripeBalance } from '../account.ts'
import { type Movement, movement } from '../movement.ts'

export type RefundAtStripe = { transactionId: string; mode: Mode; refundId: string; amountCents: number }

/**
 * | debit | credit | amount |
 * |---|---|---|
 * | refund payable | Stripe balance | all of it |
 *
 * Example: a refund of $10.00: payable −$10.00, Stripe balance −$10.00. Stripe keeps the fee of the payment.
 */
export function refundSent({ transactionId, mode, refundId, amountCents }: RefundAtStripe): Movement {
  return movement({
    kind: 'refund.sent',
    mode,
    transactionId,
    operationKey: `refund:sent:${refundId}`,
    transfers: [{ debit: refundPayable(refundId), credit: stripeBalance, amount: fromCents(amountCents) }],
  })
}

/**
 * | debit | credit | amount |
 * |---|---|---|
 * | Stripe balance | refund payable | all of it |
 *
 * Example: a refund of $10.00 failed at the bank: Stripe balance +$10.00, payable +$10.00, until it is put back.
 */
export function refundCameBack({ transactionId, mode, refundId, amountCents }: RefundAtStripe): Movement {
  return movement({
    kind: 'refund.came_back',
    mode,
    transactionId,
    operationKey: `refund:came-back:${refundId}`,
    transfers: [{ debit: stripeBalance, credit: refundPayable(refundId), amount: fromCents(amountCents) }],
  })
}
