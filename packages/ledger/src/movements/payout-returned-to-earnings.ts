// A payout that was not sent ends: what was set aside is available again.
import { fromCents } from '@farebox/money'
import { earningsAvailable, payoutReserve } from '../account.ts'
import { type Movement, movement } from '../movement.ts'

export type PayoutReturnedToEarnings = {
  transactionId: string
  organizationId: string
  payoutId: string
  amountCents: number
}

/**
 * | debit | credit | amount |
 * |---|---|---|
 * | payout | earnings, available | all of it |
 *
 * Example: a payout of $10.34 is rejected: payout −$10.34, available +$10.34. A debt it repaid stays repaid.
 */
export function payoutReturnedToEarnings({ transactionId, organizationId, payoutId, amountCents }: PayoutReturnedToEarnings): Movement {
  return movement({
    kind: 'payout.returned_to_earnings',
    mode: 'live',
    transactionId,
    operationKey: `payout:return:${payoutId}`,
    transfers: [{ debit: payoutReserve(payoutId), credit: earningsAvailable(organizationId), amount: fromCents(amountCents) }],
  })
}
