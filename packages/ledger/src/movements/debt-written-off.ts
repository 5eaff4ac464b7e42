// Nobody will pay this debt: two operators agreed that it is our loss.
import type { Mode } from '@farebox/db'
import type { Microcents } from '@farebox/money'
import { badDebt, organizationReceivable, userReceivable } from '../account.ts'
import { type Movement, movement } from '../movement.ts'

export type Debtor = { kind: 'user_receivable'; walletId: string } | { kind: 'organization_receivable'; organizationId: string }

export type DebtWrittenOff = {
  transactionId: string
  mode: Mode
  /** The adjustment two operators agreed on. */
  adjustmentId: string
  debtor: Debtor
  amountMicrocents: Microcents
}

/**
 * | debit | credit | amount |
 * |---|---|---|
 * | bad debt | what the user or organization owes | what is written off |
 *
 * Example: an organization that left owes $0.65: receivable −$0.65, bad debt +$0.65. More than is owed is refused.
 */
export function debtWrittenOff({ adjustmentId, debtor, amountMicrocents, ...rest }: DebtWrittenOff): Movement {
  const owed = debtor.kind === 'user_receivable' ? userReceivable(debtor.walletId) : organizationReceivable(debtor.organizationId)
  return movement({
    ...rest,
    kind: 'debt.written_off',
    operationKey: `adjustment:${adjustmentId}`,
    ...(debtor.kind === 'user_receivable' && { walletId: debtor.walletId, walletIds: [debtor.walletId] }),
    transfers: [{ debit: badDebt, credit: owed, amount: amountMicrocents }],
  })
}
