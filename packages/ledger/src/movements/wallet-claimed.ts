// An unclaimed wallet becomes a person's: what is left of each of its lots goes into a new lot of the person's own wallet.
import type { LotKind, Mode } from '@farebox/db'
import type { Microcents } from '@farebox/money'
import { lot } from '../account.ts'
import { type Movement, movement } from '../movement.ts'

export type ClaimedLot = {
  lotId: string
  newLotId: string
  kind: LotKind
  /** The app it is spendable in from now on; undefined: in every app. */
  appId?: string | undefined
  expiresAt?: Date | undefined
  /** All that is left of it. Nothing of it is held: the wallet's calls have ended. */
  amountMicrocents: Microcents
}

export type WalletClaimed = { transactionId: string; mode: Mode; fromWalletId: string; toWalletId: string; lots: readonly ClaimedLot[] }

/**
 * | debit | credit | amount |
 * |---|---|---|
 * | each lot of the unclaimed wallet | a new lot of the person's wallet, which names the old one | what is left of it |
 *
 * Example: $4.05 bought through an app by the claimer and $0.50 given by it: the old lots −$4.05 and −$0.50; the new ones +$4.05, spendable in every
 * app, and +$0.50, spendable in the app that gave it. What was paid stays written on the old lot: a dispute follows `originLotId`.
 */
export function walletClaimed({ transactionId, mode, fromWalletId, toWalletId, lots }: WalletClaimed): Movement {
  return movement({
    kind: 'wallet.claimed',
    mode,
    transactionId,
    operationKey: `claim:${fromWalletId}:${transactionId}`,
    walletId: toWalletId,
    walletIds: [fromWalletId, toWalletId],
    newLots: lots.map(({ lotId, newLotId, kind, appId, expiresAt, amountMicrocents }) => ({
      walletId: toWalletId,
      id: newLotId,
      kind,
      originalMicrocents: amountMicrocents,
      appId,
      originLotId: lotId,
      expiresAt,
    })),
    transfers: lots.map(({ lotId, newLotId, amountMicrocents }) => ({
      debit: lot(lotId),
      credit: lot(newLotId),
      amount: amountMicrocents,
    })),
  })
}
