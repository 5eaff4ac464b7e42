// What a user owes is repaid from the user's own paid money.
import type { Mode } from '@farebox/db'
import { lot, userReceivable } from '../account.ts'
import { type Movement, movement } from '../movement.ts'
import type { LotPart } from './balance-corrected.ts'

export type DebtRepaid = {
  transactionId: string
  mode: Mode
  walletId: string
  /** From which of the wallet's lots: topped up just now, or chosen by the user. */
  takes: readonly LotPart[]
}

/**
 * | debit | credit | amount |
 * |---|---|---|
 * | each lot | receivable of the user | its part |
 *
 * Example: $2.50 are owed and $8.50 topped up: the new lot −$2.50, the debt −$2.50, and the wallet spends again.
 */
export function debtRepaid({ transactionId, mode, walletId, takes }: DebtRepaid): Movement {
  return movement({
    kind: 'debt.repaid',
    mode,
    transactionId,
    operationKey: `debt:repaid:${transactionId}`,
    walletId,
    walletIds: [walletId],
    transfers: takes.map(({ lotId, amountMicrocents }) => ({
      debit: lot(lotId),
      credit: userReceivable(walletId),
      amount: amountMicrocents,
    })),
  })
}
