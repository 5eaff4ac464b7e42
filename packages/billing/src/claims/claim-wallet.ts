// An unclaimed wallet, or a guest's, becomes a person's: from then on the person's own wallet pays the app's calls.
// What is left in the old one follows when the calls it still pays for have ended, which is mostly at once.
import { endGuestTokens } from '@farebox/auth/guest-token'
import type { DatabaseTransaction, WalletModel } from '@farebox/db'
import { AppError } from '@farebox/errors'
import { moveClaimed } from './move-claimed.ts'

export type ClaimWallet = {
  walletId: string
  toWalletId: string
  userId: string
  /** What showed that it is theirs. */
  proof: 'connect_link' | 'receipt' | 'guest'
  now: Date
}

/** The connection and the app's name for the user are the caller's to write, in this transaction. Refuses before anything is written. */
export async function claimWallet(transaction: DatabaseTransaction, claim: ClaimWallet): Promise<void> {
  const { walletId, toWalletId, userId, proof, now } = claim
  await lockForClaim(transaction, claim)
  const [from, to] = await Promise.all([
    transaction.wallet.findUniqueOrThrow({ where: { id: walletId } }),
    transaction.wallet.findUniqueOrThrow({ where: { id: toWalletId } }),
  ])
  refuseUnclaimable(from)
  if (to.kind !== 'user' || to.userId !== userId || to.mode !== from.mode) throw new AppError('not_found')
  await transaction.walletClaim.create({ data: { walletId, toWalletId, userId, proof, claimedAt: now } })
  await transaction.wallet.update({ where: { id: walletId }, data: { status: 'closing' } })
  if (from.kind === 'guest') await endGuestTokens(transaction, walletId)
  await moveClaimed(transaction, claim)
}

/** Money under dispute, or owed, does not change hands. */
export function refuseUnclaimable({ kind, status, inDebt }: Pick<WalletModel, 'kind' | 'status' | 'inDebt'>): void {
  if (kind !== 'unclaimed' && kind !== 'guest') throw new AppError('not_found')
  if (status === 'closing' || status === 'closed') throw new AppError('wallet_claimed')
  if (status !== 'open') throw new AppError('wallet_frozen')
  if (inDebt) throw new AppError('wallet_in_debt')
}

/** Always the old one first: whoever had to wait for it finds where its money went. */
export async function lockForClaim(
  transaction: DatabaseTransaction,
  { walletId, toWalletId }: Pick<ClaimWallet, 'walletId' | 'toWalletId'>,
): Promise<void> {
  for (const id of [walletId, toWalletId]) await transaction.$queryRaw`select id from wallet where id = ${id}::uuid for no key update`
}

/** Where money meant for a wallet goes now, with that wallet locked: it cannot be claimed before the transaction ends. */
export async function lockedDestination(transaction: DatabaseTransaction, walletId: string): Promise<WalletModel> {
  await transaction.$queryRaw`select id from wallet where id = ${walletId}::uuid for no key update`
  const claim = await findClaim(transaction, walletId)
  return transaction.wallet.findUniqueOrThrow({ where: { id: claim?.toWalletId ?? walletId } })
}

export const findClaim = (database: DatabaseTransaction, walletId: string) => database.walletClaim.findUnique({ where: { walletId } })
