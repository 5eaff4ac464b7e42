// A developer puts earnings into an app's grant pool: at once, and free.
import type { Microcents } from '@farebox/money'
import { earningsAvailable, grantPool } from '../account.ts'
import { type Movement, movement } from '../movement.ts'

export type EarningsSpentOnPool = {
  transactionId: string
  organizationId: string
  appId: string
  amountMicrocents: Microcents
  operationKey: string
}

/**
 * | debit | credit | amount |
 * |---|---|---|
 * | earnings, available | grant pool | all of it |
 *
 * Example: $5.00 of earnings for a pool: available −$5.00, pool +$5.00. No fee.
 */
export function earningsSpentOnPool(facts: EarningsSpentOnPool): Movement {
  const { transactionId, organizationId, appId, amountMicrocents, operationKey } = facts
  return movement({
    kind: 'earnings.spent_on_pool',
    mode: 'live',
    transactionId,
    operationKey,
    transfers: [{ debit: earningsAvailable(organizationId), credit: grantPool(appId), amount: amountMicrocents }],
  })
}
