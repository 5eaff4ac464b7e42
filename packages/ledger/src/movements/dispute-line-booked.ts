// Stripe moved money for a dispute: the bank took a payment back, with Stripe's fee for it; or it came back.
import type { Mode } from '@farebox/db'
import { fromCents } from '@farebox/money'
import { disputed, disputeFee, stripeBalance } from '../account.ts'
import { type Movement, movement } from '../movement.ts'

export type DisputeLineBooked = {
  transactionId: string
  mode: Mode
  /** Ours. */
  disputeId: string
  /** Which movement of this dispute it is, counted from 1: the key. */
  step: number
  /** As Stripe writes them: an amount below zero left our balance; a fee above zero was kept, below zero came back. */
  amountCents: number
  feeCents: number
  /** Lots of the payment: from now on nothing of them is spent, also not what calls under way give back later. */
  stops?: readonly { walletId: string; lotId: string }[]
}

/**
 * | debit | credit | amount |
 * |---|---|---|
 * | disputed | Stripe balance | what the bank took (the reverse where it came back) |
 * | dispute fee | Stripe balance | what Stripe takes for it, as its line says (the reverse where it gives it back) |
 *
 * Example: $10.00 are disputed, Stripe's fee is $15.00: disputed +$10.00, dispute fee +$15.00, Stripe balance −$25.00.
 */
export function disputeLineBooked({
  transactionId,
  mode,
  disputeId,
  step,
  amountCents,
  feeCents,
  stops = [],
}: DisputeLineBooked): Movement {
  const takes = (account: typeof disputeFee, cents: number) =>
    cents >= 0
      ? { debit: account, credit: stripeBalance, amount: fromCents(cents) }
      : { debit: stripeBalance, credit: account, amount: fromCents(-cents) }
  return movement({
    kind: 'dispute.line_booked',
    mode,
    transactionId,
    operationKey: `dispute:${disputeId}:${step}`,
    walletIds: [...new Set(stops.map(({ walletId }) => walletId))],
    expiredLotIds: stops.map(({ lotId }) => lotId),
    transfers: [takes(disputed(disputeId), -amountCents), takes(disputeFee, feeCents)],
  })
}
