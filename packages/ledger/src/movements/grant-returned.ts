// What is left of a grant that expired or was taken back returns to the pool it came from. What calls under way hold stays with them.
import type { Mode } from '@farebox/db'
import type { Microcents } from '@farebox/money'
import { grantPool, lot } from '../account.ts'
import { type Movement, movement } from '../movement.ts'

export type GrantReturned = {
  transactionId: string
  mode: Mode
  appId: string
  walletId: string
  lotId: string
  /** The lot's available rest. */
  amountMicrocents: Microcents
}

/**
 * | debit | credit | amount |
 * |---|---|---|
 * | the lot | grant pool | what is left and not held |
 *
 * Example: $0.50 was given, $0.20 spent, $0.05 held by a call: lot −$0.25, pool +$0.25; the rest of the hold follows when it resolves.
 */
export function grantReturned({ transactionId, mode, appId, walletId, lotId, amountMicrocents }: GrantReturned): Movement {
  return movement({
    kind: 'grant.returned',
    mode,
    transactionId,
    operationKey: `grant-return:${transactionId}`,
    walletId,
    walletIds: [walletId],
    expiredLotIds: [lotId],
    transfers: [{ debit: lot(lotId), credit: grantPool(appId), amount: amountMicrocents }],
  })
}
