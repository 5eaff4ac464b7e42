// An organization's earnings are put on hold, or come back from it.
import type { Microcents } from '@farebox/money'
import { earningsAvailable, earningsHeld } from '../account.ts'
import { type Movement, movement } from '../movement.ts'

export type EarningsPutOnHold = {
  transactionId: string
  organizationId: string
  /** Our row of the hold. */
  holdId: string
  amountMicrocents: Microcents
}

/**
 * | debit | credit | amount |
 * |---|---|---|
 * | earnings, available | earnings, held | what was available when the hold began |
 *
 * Example: $12.50 are available when a hold is placed: available −$12.50, held +$12.50.
 */
export function earningsPutOnHold({ transactionId, organizationId, holdId, amountMicrocents }: EarningsPutOnHold): Movement {
  return movement({
    kind: 'earnings.held',
    mode: 'live',
    transactionId,
    operationKey: `earnings:hold:${holdId}`,
    transfers: [{ debit: earningsAvailable(organizationId), credit: earningsHeld(organizationId), amount: amountMicrocents }],
  })
}
