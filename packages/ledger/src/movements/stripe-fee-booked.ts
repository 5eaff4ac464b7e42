// Stripe's balance transaction of a payment appeared: the money is at Stripe, less Stripe's fee.
import type { Mode } from '@farebox/db'
import { fromCents } from '@farebox/money'
import { stripeBalance, stripeFee, topupClearing } from '../account.ts'
import { type Movement, movement } from '../movement.ts'

export type StripeFeeBooked = { transactionId: string; mode: Mode; paymentIntent: string; paidCents: number; feeCents: number }

/**
 * | debit | credit | amount |
 * |---|---|---|
 * | Stripe balance | top-up clearing | paid less the fee |
 * | Stripe fee | top-up clearing | the fee |
 *
 * Example: $10.00 paid, Stripe keeps $0.59: Stripe balance +$9.41, fee +$0.59, clearing back to zero.
 */
export function stripeFeeBooked({ transactionId, mode, paymentIntent, paidCents, feeCents }: StripeFeeBooked): Movement {
  return movement({
    kind: 'stripe_fee.booked',
    mode,
    transactionId,
    operationKey: `stripe-fee:${paymentIntent}`,
    transfers: [
      { debit: stripeBalance, credit: topupClearing, amount: fromCents(paidCents - feeCents) },
      { debit: stripeFee, credit: topupClearing, amount: fromCents(feeCents) },
    ],
  })
}
