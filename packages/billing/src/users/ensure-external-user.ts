// A developer's own user, known from their first mention: without an account, they get an unclaimed wallet of this app.
import { type DatabaseTransaction, type Mode, newId } from '@farebox/db'
import { AppError, assert } from '@farebox/errors'
import { post, sandboxWalletFunded } from '@farebox/ledger'
import { markupNow } from '../apps/markup-now.ts'
import { SANDBOX_START } from '../organizations/create-organization.ts'

export const EXTERNAL_USER_ID = /^[A-Za-z0-9._:@-]{1,128}$/

export type ExternalUserName = { appId: string; mode: Mode; externalUserId: string; now: Date }
export type EnsuredUser = { walletId: string; connectionId: string; isNew: boolean }

/** The user's wallet and connection; made now if this app never named the user. Two callers at once make one wallet. */
export async function ensureExternalUser(
  transaction: DatabaseTransaction,
  { appId, mode, externalUserId, now }: ExternalUserName,
): Promise<EnsuredUser> {
  if (!EXTERNAL_USER_ID.test(externalUserId)) {
    const message = 'An external user id has 1 to 128 letters, digits or . _ : @ -'
    throw new AppError('invalid_request', { message, param: 'external_user_id' })
  }
  const name = { appId_mode_externalUserId: { appId, mode, externalUserId } }
  const known = await transaction.externalUser.findUnique({ where: name })
  if (known) return { walletId: known.walletId, connectionId: known.connectionId, isNew: false }

  const walletId = newId(now.getTime())
  const connectionId = newId(now.getTime())
  const { count } = await transaction.externalUser.createMany({
    data: [{ appId, mode, externalUserId, walletId, connectionId, createdAt: now }],
    skipDuplicates: true,
  })
  if (count === 0) {
    const first = await transaction.externalUser.findUniqueOrThrow({ where: name })
    return { walletId: first.walletId, connectionId: first.connectionId, isNew: false }
  }
  const app = await transaction.app.findUnique({ where: { id: appId } })
  assert(app, 'a user is named by an app that exists')
  await transaction.wallet.create({ data: { id: walletId, mode, kind: 'unclaimed', createdAt: now } })
  const markupBpsAccepted = markupNow(app, now).markupBps
  await transaction.connection.create({ data: { walletId, id: connectionId, mode, appId, markupBpsAccepted, createdAt: now } })
  if (mode === 'sandbox') {
    const lotId = newId(now.getTime())
    await post(transaction, sandboxWalletFunded({ transactionId: newId(), walletId, lotId, amountMicrocents: SANDBOX_START }))
  }
  return { walletId, connectionId, isNew: true }
}
