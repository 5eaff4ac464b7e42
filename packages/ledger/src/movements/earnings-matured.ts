// A day's markup has waited out its delay: it may be paid out or spent.
import type { Mode } from '@farebox/db'
import type { Microcents } from '@farebox/money'
import { earningsAvailable, earningsPending } from '../account.ts'
import { type Movement, movement } from '../movement.ts'

export type EarningsMatured = {
  transactionId: string
  mode: Mode
  organizationId: string
  /** `YYYY-MM-DD`, UTC: the day the markup was charged. */
  accrualDay: string
  amountMicrocents: Microcents
  /** What of that day matured before: charges that settled after a first run make a second movement. */
  takenMicrocents: Microcents
}

/**
 * | debit | credit | amount |
 * |---|---|---|
 * | earnings, pending, of that day | earnings, available | what is still pending of the day |
 *
 * Example: $1.20 charged as markup on 1 May, delay 7 days: on 8 May pending −$1.20, available +$1.20.
 */
export function earningsMatured({
  transactionId,
  mode,
  organizationId,
  accrualDay,
  amountMicrocents,
  takenMicrocents,
}: EarningsMatured): Movement {
  return movement({
    kind: 'earnings.matured',
    mode,
    transactionId,
    operationKey: `mature:${organizationId}:${accrualDay}:${takenMicrocents}`,
    transfers: [
      { debit: earningsPending(organizationId), credit: earningsAvailable(organizationId), amount: amountMicrocents, accrualDay },
    ],
  })
}
