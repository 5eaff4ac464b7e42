// An app forgets a user. Money somebody paid for stays reachable, so a user with a paid lot is not forgotten.
import type { Database, DatabaseTransaction, ExternalUserModel } from '@farebox/db'
import { AppError } from '@farebox/errors'
import { returnRest } from '../grants/return-rest.ts'
import { tellOfChange } from '../webhooks/tell-of-connection.ts'
import { tellOfGrant } from '../webhooks/tell-of-grant.ts'
import type { UserScope } from './user-record.ts'

/** Throws `user_has_money` while a paid lot is left. Grants return to the app's pool; a person's own wallet is only disconnected. */
export async function deleteUser(database: Database, { appId, mode }: UserScope, externalUserId: string, now: Date): Promise<void> {
  const name = { appId_mode_externalUserId: { appId, mode, externalUserId } }
  await database.$transaction(async (transaction) => {
    const user = await transaction.externalUser.findUnique({ where: name })
    if (!user) throw new AppError('user_not_found')
    await transaction.$queryRaw`select id from wallet where id = ${user.walletId}::uuid for no key update`
    const wallet = await transaction.wallet.findUniqueOrThrow({ where: { id: user.walletId } })
    // Play money, and a person's own wallet, are no reason to keep the user.
    if (mode === 'live' && wallet.kind === 'unclaimed') await refuseWithPaidMoney(transaction, user)
    const where = { walletId_id: { walletId: user.walletId, id: user.connectionId } }
    const before = await transaction.connection.findUniqueOrThrow({ where })
    const after = await transaction.connection.update({ where, data: { status: 'revoked' } })
    const grants = await transaction.grant.findMany({ where: { appId, mode, walletId: user.walletId, returnedAt: null } })
    for (const grant of grants) {
      const { returned, held } = await returnRest(transaction, grant, now)
      if (held === 0n) {
        await transaction.grant.update({ where: { id: grant.id }, data: { returnedAt: now } })
        await tellOfGrant(transaction, grant, { type: 'grant.expired', returned, now })
      }
      // What a call holds follows when the job that returns expired grants meets it again.
      else await transaction.grant.update({ where: { id: grant.id }, data: { expiresAt: now } })
    }
    await tellOfChange(transaction, { before, after, now })
    await transaction.externalUser.delete({ where: name })
  })
}

async function refuseWithPaidMoney(transaction: DatabaseTransaction, { walletId }: ExternalUserModel): Promise<void> {
  const paid = await transaction.lot.count({
    where: { walletId, kind: 'topup', OR: [{ availableMicrocents: { gt: 0 } }, { heldMicrocents: { gt: 0 } }] },
  })
  if (paid > 0) throw new AppError('user_has_money')
}
