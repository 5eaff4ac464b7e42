// Stripe paid our balance out to our bank, took such a payout back, or got money from the bank.
import type { Mode } from '@farebox/db'
import { fromCents } from '@farebox/money'
import { bank, stripeBalance, stripeFee } from '../account.ts'
import { type Movement, movement } from '../movement.ts'

export type BankPayoutBooked = {
  transactionId: string
  mode: Mode
  /** Stripe's payout, and its word for what happened: the key. */
  sourceId: string
  category: string
  /** As Stripe writes it: below zero when it left Stripe. */
  amountCents: number
  feeCents: number
}

/**
 * | debit | credit | amount |
 * |---|---|---|
 * | bank | Stripe balance | what left Stripe (the reverse where it came) |
 * | Stripe fee | Stripe balance | what Stripe took for it |
 *
 * Example: Stripe pays $120.00 to our bank: bank +$120.00, Stripe balance −$120.00.
 */
export function bankPayoutBooked({ sourceId, category, amountCents, feeCents, ...rest }: BankPayoutBooked): Movement {
  const left = amountCents < 0
  return movement({
    ...rest,
    kind: 'bank_payout.booked',
    operationKey: `stripe:${category}:${sourceId}`,
    transfers: [
      left
        ? { debit: bank, credit: stripeBalance, amount: fromCents(-amountCents) }
        : { debit: stripeBalance, credit: bank, amount: fromCents(amountCents) },
      { debit: stripeFee, credit: stripeBalance, amount: fromCents(feeCents) },
    ],
  })
}
