// Farebox gives a wallet something, at its own cost: two operators agreed, with a reason and a ticket.
import type { Mode } from '@farebox/db'
import type { Microcents } from '@farebox/money'
import { adjustment, lot } from '../account.ts'
import { type Movement, movement } from '../movement.ts'

export type GoodwillGiven = {
  transactionId: string
  mode: Mode
  /** The adjustment two operators agreed on. */
  adjustmentId: string
  walletId: string
  lotId: string
  amountMicrocents: Microcents
  expiresAt?: Date | undefined
}

/**
 * | debit | credit | amount |
 * |---|---|---|
 * | adjustment | the new lot, a promotion | what is given |
 *
 * Example: a user waited for us: lot +$2.00, adjustment +$2.00. Free money: it pays base cost only, so nobody earns a markup on it.
 */
export function goodwillGiven({ adjustmentId, walletId, lotId, amountMicrocents, expiresAt, ...rest }: GoodwillGiven): Movement {
  return movement({
    ...rest,
    kind: 'goodwill.given',
    operationKey: `adjustment:${adjustmentId}`,
    walletId,
    walletIds: [walletId],
    newLots: [{ walletId, id: lotId, kind: 'promotion', originalMicrocents: amountMicrocents, expiresAt }],
    transfers: [{ debit: adjustment, credit: lot(lotId), amount: amountMicrocents }],
  })
}
