// Stripe has taken the transfer: what was set aside for the payout has left our balance there.
import { fromCents } from '@farebox/money'
import { payoutReserve, stripeBalance } from '../account.ts'
import { type Movement, movement } from '../movement.ts'

export type PayoutSent = {
  transactionId: string
  payoutId: string
  amountCents: number
}

/**
 * | debit | credit | amount |
 * |---|---|---|
 * | payout | balance at Stripe | all of it |
 *
 * Example: a payout of $10.34: payout −$10.34, our balance at Stripe −$10.34. Once per payout, whichever attempt it was.
 */
export function payoutSent({ transactionId, payoutId, amountCents }: PayoutSent): Movement {
  return movement({
    kind: 'payout.sent',
    mode: 'live',
    transactionId,
    operationKey: `payout:sent:${payoutId}`,
    transfers: [{ debit: payoutReserve(payoutId), credit: stripeBalance, amount: fromCents(amountCents) }],
  })
}
