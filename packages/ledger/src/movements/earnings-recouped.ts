// What an organization owes us is taken from its available earnings, where there is no payout to take it from.
import type { Microcents } from '@farebox/money'
import { earningsAvailable, organizationReceivable } from '../account.ts'
import { type Movement, movement } from '../movement.ts'

export type EarningsRecouped = {
  transactionId: string
  organizationId: string
  /** The run that took it: once per run. */
  runId: string
  amountMicrocents: Microcents
}

/**
 * | debit | credit | amount |
 * |---|---|---|
 * | earnings, available | receivable of the organization | the debt, as far as the earnings go |
 *
 * Example: $3.00 available, $5.00 owed: available −$3.00, the debt −$3.00, and $2.00 still owed.
 */
export function earningsRecouped({ transactionId, organizationId, runId, amountMicrocents }: EarningsRecouped): Movement {
  return movement({
    kind: 'earnings.recouped',
    mode: 'live',
    transactionId,
    operationKey: `earnings:recoup:${runId}:${organizationId}`,
    transfers: [{ debit: earningsAvailable(organizationId), credit: organizationReceivable(organizationId), amount: amountMicrocents }],
  })
}
