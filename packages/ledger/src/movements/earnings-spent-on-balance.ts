// A developer puts earnings on the organization's own balance, which developer billing spends: at once, and free.
import type { Microcents } from '@farebox/money'
import { earningsAvailable, lot } from '../account.ts'
import { type Movement, movement } from '../movement.ts'

export type EarningsSpentOnBalance = {
  transactionId: string
  organizationId: string
  /** The organization's live wallet. */
  walletId: string
  lotId: string
  amountMicrocents: Microcents
  operationKey: string
}

/**
 * | debit | credit | amount |
 * |---|---|---|
 * | earnings, available | new lot | all of it |
 *
 * Example: $5.00 of earnings for the balance: available −$5.00, a lot of $5.00. The lot is own money, and earns nobody a markup.
 */
export function earningsSpentOnBalance(facts: EarningsSpentOnBalance): Movement {
  const { transactionId, organizationId, walletId, lotId, amountMicrocents, operationKey } = facts
  return movement({
    kind: 'earnings.spent_on_balance',
    mode: 'live',
    transactionId,
    operationKey,
    walletId,
    walletIds: [walletId],
    newLots: [{ walletId, id: lotId, kind: 'topup', originalMicrocents: amountMicrocents }],
    transfers: [{ debit: earningsAvailable(organizationId), credit: lot(lotId), amount: amountMicrocents }],
  })
}
