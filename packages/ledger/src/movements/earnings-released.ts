// A hold on an organization's earnings ends: what it set aside is available again.
import type { Microcents } from '@farebox/money'
import { earningsAvailable, earningsHeld } from '../account.ts'
import { type Movement, movement } from '../movement.ts'

export type EarningsReleased = {
  transactionId: string
  organizationId: string
  holdId: string
  /** What the hold set aside, and what came back to it since. */
  amountMicrocents: Microcents
}

/**
 * | debit | credit | amount |
 * |---|---|---|
 * | earnings, held | earnings, available | what this hold set aside |
 *
 * Example: a hold that set aside $12.50 is released: held −$12.50, available +$12.50.
 */
export function earningsReleased({ transactionId, organizationId, holdId, amountMicrocents }: EarningsReleased): Movement {
  return movement({
    kind: 'earnings.released',
    mode: 'live',
    transactionId,
    operationKey: `earnings:release:${holdId}`,
    transfers: [{ debit: earningsHeld(organizationId), credit: earningsAvailable(organizationId), amount: amountMicrocents }],
  })
}
