// Stripe charged us for something that is not one payment's fee: its monthly fees, its price for Connect; or gave some of it back.
import type { Mode } from '@farebox/db'
import { fromCents } from '@farebox/money'
import { stripeBalance, stripeFee } from '../account.ts'
import { type Movement, movement } from '../movement.ts'

export type StripeChargeBooked = {
  transactionId: string
  mode: Mode
  /** Stripe's line, and its word for what happened: the key. */
  sourceId: string
  category: string
  /** As Stripe writes it: below zero when it left our balance. */
  netCents: number
}

/**
 * | debit | credit | amount |
 * |---|---|---|
 * | Stripe fee | Stripe balance | what Stripe took (the reverse where it gave back) |
 *
 * Example: Stripe takes $2.00 for an active recipient: Stripe fee +$2.00, Stripe balance −$2.00.
 */
export function stripeChargeBooked({ sourceId, category, netCents, ...rest }: StripeChargeBooked): Movement {
  const transfer =
    netCents < 0
      ? { debit: stripeFee, credit: stripeBalance, amount: fromCents(-netCents) }
      : { debit: stripeBalance, credit: stripeFee, amount: fromCents(netCents) }
  return movement({ ...rest, kind: 'stripe_charge.booked', operationKey: `stripe:${category}:${sourceId}`, transfers: [transfer] })
}
