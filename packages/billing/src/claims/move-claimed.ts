// The money of a claimed wallet follows its owner: at the claim, or when the last call that the old wallet pays for has ended.
import { type DatabaseTransaction, newId } from '@farebox/db'
import { post, walletClaimed } from '@farebox/ledger'
import { microcents } from '@farebox/money'
import { scopesAfterClaim } from './scope-after-claim.ts'

export type Moving = { walletId: string; toWalletId: string; now: Date }

/** Both wallets are locked. Answers how many lots moved: none while a call is under way. Grants go on in their new lot. */
export async function moveClaimed(transaction: DatabaseTransaction, { walletId, toWalletId, now }: Moving): Promise<number> {
  const { openHolds, mode } = await transaction.wallet.findUniqueOrThrow({ where: { id: walletId } })
  if (openHolds > 0) return 0
  const left = await transaction.lot.findMany({ where: { walletId, availableMicrocents: { gt: 0 } }, orderBy: { id: 'asc' } })
  if (left.length === 0) return 0
  const scopes = await scopesAfterClaim(transaction, { walletId, toWalletId, lots: left })
  const lots = left.map(({ id, kind, expiresAt, availableMicrocents }) => ({
    ...{ lotId: id, newLotId: newId(now.getTime()), kind, amountMicrocents: microcents(availableMicrocents) },
    ...{ appId: scopes.get(id), expiresAt: expiresAt ?? undefined },
  }))
  await post(transaction, walletClaimed({ transactionId: newId(now.getTime()), mode, fromWalletId: walletId, toWalletId, lots }))
  for (const { lotId, newLotId } of lots) {
    await transaction.grant.updateMany({
      where: { walletId, lotId, returnedAt: null },
      data: { walletId: toWalletId, lotId: newLotId },
    })
  }
  return lots.length
}
