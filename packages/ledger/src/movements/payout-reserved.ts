// Earnings are set aside for one payout, after what the organization owes us has been taken from them.
import { fromCents, type Microcents } from '@farebox/money'
import { earningsAvailable, organizationReceivable, payoutReserve } from '../account.ts'
import { type Movement, movement } from '../movement.ts'

export type PayoutReserved = {
  transactionId: string
  organizationId: string
  payoutId: string
  /** What leaves: whole cents, as Stripe counts. */
  amountCents: number
  /** A debt of the organization that these earnings repay first. Zero where it owes nothing. */
  recoupedMicrocents: Microcents
}

/**
 * | debit | credit | amount |
 * |---|---|---|
 * | earnings, available | receivable of the organization | the debt that is repaid |
 * | earnings, available | payout | whole cents |
 *
 * Example: $12.345 available, $2.00 owed: the debt −$2.00, payout +$10.34, $0.005 stays available. Live money only.
 */
export function payoutReserved({ transactionId, organizationId, payoutId, amountCents, recoupedMicrocents }: PayoutReserved): Movement {
  return movement({
    kind: 'payout.reserved',
    mode: 'live',
    transactionId,
    operationKey: `payout:reserve:${payoutId}`,
    transfers: [
      { debit: earningsAvailable(organizationId), credit: organizationReceivable(organizationId), amount: recoupedMicrocents },
      { debit: earningsAvailable(organizationId), credit: payoutReserve(payoutId), amount: fromCents(amountCents) },
    ],
  })
}
