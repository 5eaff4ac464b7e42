// A refund did not happen: what was taken for it is put back. Lots get a new lot that names the old one; a debt is smaller again.
import type { Mode } from '@farebox/db'
import type { Microcents } from '@farebox/money'
import { grantPool, lot, organizationReceivable, packageFee, refundPayable, userReceivable } from '../account.ts'
import { type Movement, movement, type Transfer } from '../movement.ts'
import type { Debtor } from './debt-written-off.ts'

/** Where a part goes back to. */
export type RefundReturn =
  | {
      kind: 'lot'
      walletId: string
      newLotId: string
      originLotId: string | undefined
      /** Spendable only there, as it was before. */
      appId: string | undefined
      amountMicrocents: Microcents
    }
  | { kind: 'grant_pool'; appId: string; amountMicrocents: Microcents }
  | { kind: 'debt'; debtor: Debtor; amountMicrocents: Microcents }

export type RefundUndone = {
  transactionId: string
  mode: Mode
  refundId: string
  /** The transaction that took it. */
  reversesId: string
  returns: readonly RefundReturn[]
  feeMicrocents: Microcents
}

/**
 * | debit | credit | amount |
 * |---|---|---|
 * | refund payable | a new lot, or the pool | what was left of the purchase |
 * | refund payable | package fee | the fee's share |
 * | refund payable | receivable | what was owed, as far as it still is; the rest is a new lot |
 *
 * Example: $10.00 came back from a closed bank account: a new lot +$8.50, fee +$1.50.
 */
export function refundUndone({ transactionId, mode, refundId, reversesId, returns, feeMicrocents }: RefundUndone): Movement {
  const debit = refundPayable(refundId)
  const lots = returns.flatMap((part) => (part.kind === 'lot' && part.amountMicrocents > 0n ? [part] : []))
  const transfers: Transfer[] = [
    ...returns.map((part) => ({ debit, credit: accountOf(part), amount: part.amountMicrocents })),
    { debit, credit: packageFee, amount: feeMicrocents },
  ]
  const walletIds = [...new Set(lots.map(({ walletId }) => walletId))]
  return movement({
    kind: 'refund.undone',
    mode,
    transactionId,
    operationKey: `refund:undone:${refundId}`,
    reversesId,
    ...(walletIds[0] && { walletId: walletIds[0] }),
    walletIds,
    newLots: lots.map(({ walletId, newLotId, originLotId, appId, amountMicrocents }) => ({
      ...{ walletId, id: newLotId, kind: 'topup', originalMicrocents: amountMicrocents, originLotId, appId },
    })),
    transfers,
  })
}

function accountOf(part: RefundReturn) {
  if (part.kind === 'lot') return lot(part.newLotId)
  if (part.kind === 'grant_pool') return grantPool(part.appId)
  const { debtor } = part
  return debtor.kind === 'user_receivable' ? userReceivable(debtor.walletId) : organizationReceivable(debtor.organizationId)
}
