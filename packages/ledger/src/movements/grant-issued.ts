// A developer gave a user balance: it leaves the app's pool now, so no promise is made without money behind it.
import type { Mode } from '@farebox/db'
import type { Microcents } from '@farebox/money'
import { grantPool, lot } from '../account.ts'
import { type Movement, movement } from '../movement.ts'

export type GrantIssued = {
  transactionId: string
  mode: Mode
  appId: string
  walletId: string
  lotId: string
  amountMicrocents: Microcents
  expiresAt?: Date | undefined
  operationKey: string
}

/**
 * | debit | credit | amount |
 * |---|---|---|
 * | grant pool | the new lot, spendable in this app only | the grant |
 *
 * Example: a welcome of $0.50: pool −$0.50, lot +$0.50.
 */
export function grantIssued({ appId, walletId, lotId, amountMicrocents, expiresAt, ...rest }: GrantIssued): Movement {
  return movement({
    ...rest,
    kind: 'grant.issued',
    walletId,
    walletIds: [walletId],
    newLots: [{ walletId, id: lotId, kind: 'grant', appId, originalMicrocents: amountMicrocents, expiresAt }],
    transfers: [{ debit: grantPool(appId), credit: lot(lotId), amount: amountMicrocents }],
  })
}
