// Stripe took a transfer back, wholly or partly: the money is at Stripe again, and the developer’s earnings once more.
import { fromCents } from '@farebox/money'
import { earningsAvailable, earningsHeld, stripeBalance } from '../account.ts'
import { type Movement, movement } from '../movement.ts'

export type PayoutReversed = {
  transactionId: string
  organizationId: string
  /** Stripe's id of the reversal: each one is booked once. */
  reversalId: string
  amountCents: number
  /** True while the organization's earnings are on hold: what comes back stays there. */
  isHeld: boolean
}

/**
 * | debit | credit | amount |
 * |---|---|---|
 * | balance at Stripe | earnings, available or held | what came back |
 *
 * Example: of a payout of $10.34, $4.00 are reversed: our balance at Stripe +$4.00, available +$4.00.
 */
export function payoutReversed({ transactionId, organizationId, reversalId, amountCents, isHeld }: PayoutReversed): Movement {
  return movement({
    kind: 'payout.reversed',
    mode: 'live',
    transactionId,
    operationKey: `payout:reversed:${reversalId}`,
    transfers: [
      {
        debit: stripeBalance,
        credit: isHeld ? earningsHeld(organizationId) : earningsAvailable(organizationId),
        amount: fromCents(amountCents),
      },
    ],
  })
}
