// A guest signs in: what is left of their grant, and what they did, becomes part of their own wallet. Both are proven by one browser: the
// guest by its secret, the person by the token they just got.
import type { UserToken } from '@farebox/auth/principal'
import type { Database, GuestModel } from '@farebox/db'
import { AppError } from '@farebox/errors'
import { type Microcents, microcents } from '@farebox/money'
import { claimWallet, findClaim, lockForClaim } from '../claims/claim-wallet.ts'
import type { AppInMode } from '../organizations/member-of.ts'
import { recordAudit } from '../organizations/record-audit.ts'
import { findGuest } from './start-guest.ts'

export type GuestConversion = Pick<AppInMode, 'appId' | 'mode'> & {
  secret: string
  /** Of the person: their connection to this same app. */
  person: Pick<UserToken, 'walletId' | 'connectionId'>
  now: Date
}

export type ConvertedGuest = { externalUserId: string; moved: Microcents }

/** Asked again by the same person it answers again. Throws `guest_ended` for a guest that is not there, `wallet_claimed` for another's. */
export async function convertGuest(database: Database, { appId, mode, secret, person, now }: GuestConversion): Promise<ConvertedGuest> {
  const guest = await findGuest(database, { appId, mode, secret })
  if (!guest) throw new AppError('guest_ended')
  const { walletId } = guest
  const toWalletId = person.walletId
  return database.$transaction(async (transaction) => {
    await lockForClaim(transaction, { walletId, toWalletId })
    const claim = await findClaim(transaction, walletId)
    if (claim && claim.toWalletId !== toWalletId) throw new AppError('wallet_claimed')
    if (!claim) {
      const wallet = await transaction.wallet.findUniqueOrThrow({ where: { id: toWalletId } })
      const connection = await transaction.connection.findUniqueOrThrow({
        where: { walletId_id: { walletId: toWalletId, id: person.connectionId } },
      })
      if (!wallet.userId || connection.appId !== appId || connection.status === 'revoked') throw new AppError('connection_revoked')
      await claimWallet(transaction, { walletId, toWalletId, userId: wallet.userId, proof: 'guest', now })
      // The name the app knows them by goes on, and is paid by the connection they agreed to.
      const name = { appId, mode, externalUserId: guest.externalUserId, walletId }
      await transaction.externalUser.updateMany({ where: name, data: { walletId: toWalletId, connectionId: connection.id } })
      const details = { externalUserId: guest.externalUserId, mode }
      await recordAudit(transaction, { userId: wallet.userId, action: 'guest.converted', subject: guest.externalUserId, details, now })
    }
    return { externalUserId: guest.externalUserId, moved: await movedOf(transaction, guest, toWalletId) }
  })
}

/** What has come over so far; what calls under way still hold follows when they end. */
async function movedOf(database: Parameters<typeof findClaim>[0], { walletId }: GuestModel, toWalletId: string): Promise<Microcents> {
  const lots = await database.lot.findMany({ where: { walletId }, select: { id: true } })
  const { _sum } = await database.lot.aggregate({
    where: { walletId: toWalletId, originLotId: { in: lots.map(({ id }) => id) } },
    _sum: { originalMicrocents: true },
  })
  return microcents(_sum.originalMicrocents ?? 0n)
}
