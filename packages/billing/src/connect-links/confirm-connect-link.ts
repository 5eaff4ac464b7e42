// `POST /v1/users/{id}/connect-link/confirm`: the app says that the browser which brought the code is signed in as this very account.
// Only now the user's calls are paid by the person's wallet, and what an unclaimed wallet still held becomes theirs.
import { type ConnectLinkModel, type Database, type DatabaseTransaction, type Mode, newId, publicId } from '@farebox/db'
import { AppError, assert } from '@farebox/errors'
import { z } from 'zod'
import { claimWallet } from '../claims/claim-wallet.ts'
import { writeConnection } from '../connections/connect-wallet.ts'
import { termsOfChoice } from '../connections/consent.ts'
import { recordAudit } from '../organizations/record-audit.ts'
import { ownWallet } from '../wallet/own-wallet.ts'
import { secretHashOf } from './link-secrets.ts'

export type ConfirmConnectLink = { appId: string; mode: Mode; externalUserId: string; code: string; now: Date }

/** What `allowByLink` kept. */
const kept = z.object({
  choice: z.object({
    limit: z.string(),
    period: z.enum(['day', 'week', 'month']),
    callLimit: z.string(),
    models: z.array(z.string()),
    expiresInDays: z.number().nullable(),
  }),
  evidence: z.object({ textVersion: z.string(), markupBps: z.number(), details: z.record(z.string(), z.json()), ip: z.string() }),
})

/** Throws `not_found` for a code of another user, another app, used before, or too old; `wallet_frozen` where money is being checked. */
export async function confirmConnectLink(database: Database, confirmation: ConfirmConnectLink): Promise<{ claimed: boolean }> {
  const { appId, mode, externalUserId, now } = confirmation
  const { id, userId, choice, decidedAt } = await findLink(database, confirmation)
  assert(userId && decidedAt, 'a link with a code was decided on by somebody')
  const agreed = kept.parse(choice)
  const { id: toWalletId } = await ownWallet(database, userId, now, mode)
  return database.$transaction(async (transaction) => {
    const { count } = await transaction.connectLink.updateMany({ where: { id, confirmedAt: null }, data: { confirmedAt: now } })
    if (count === 0) throw noSuchCode()
    const { isKnown, unclaimedWalletId } = await lockedUser(transaction, { appId, mode, externalUserId })
    if (unclaimedWalletId) await claimWallet(transaction, { walletId: unclaimedWalletId, toWalletId, userId, proof: 'connect_link', now })
    if (!isKnown) {
      // Named here first, so that a grant or a checkout at this moment does not name them an unclaimed wallet.
      const named = { appId, mode, externalUserId, walletId: toWalletId, connectionId: newId(), createdAt: now }
      const { count } = await transaction.externalUser.createMany({ data: [named], skipDuplicates: true })
      if (count === 0) throw new AppError('busy')
    }
    await writeConnection(transaction, {
      ...{ userId, walletId: toWalletId, mode, appId, externalUserId, now },
      ...termsOfChoice(agreed.choice, decidedAt),
      shown: agreed.evidence,
    })
    const details = { externalUserId, mode, claimed: unclaimedWalletId !== null }
    await recordAudit(transaction, { userId, action: 'user.connected', subject: publicId('app', appId), details, now })
    return { claimed: unclaimedWalletId !== null }
  })
}

async function findLink(database: Database, { appId, mode, externalUserId, code, now }: ConfirmConnectLink): Promise<ConnectLinkModel> {
  const link = await database.connectLink.findUnique({ where: { codeHash: secretHashOf('code', code) } })
  const isTheirs = link?.appId === appId && link.mode === mode && link.externalUserId === externalUserId
  if (!isTheirs || link.confirmedAt || !link.codeExpiresAt || link.codeExpiresAt <= now) throw noSuchCode()
  const app = await database.app.findUniqueOrThrow({ where: { id: appId } })
  if (app.status !== 'live') throw new AppError('app_suspended')
  return link
}

type Named = { appId: string; mode: Mode; externalUserId: string }

/** With the user's wallet locked, and then looked at again: a claim may have come first. */
async function lockedUser(transaction: DatabaseTransaction, name: Named): Promise<{ isKnown: boolean; unclaimedWalletId: string | null }> {
  const before = await transaction.externalUser.findUnique({ where: { appId_mode_externalUserId: name } })
  if (!before) return { isKnown: false, unclaimedWalletId: null }
  await transaction.$queryRaw`select id from wallet where id = ${before.walletId}::uuid for no key update`
  const user = await transaction.externalUser.findUnique({ where: { appId_mode_externalUserId: name } })
  if (user?.walletId !== before.walletId) throw new AppError('busy')
  const wallet = await transaction.wallet.findUniqueOrThrow({ where: { id: user.walletId } })
  return { isKnown: true, unclaimedWalletId: wallet.kind === 'unclaimed' || wallet.kind === 'guest' ? wallet.id : null }
}

const noSuchCode = () =>
  new AppError('not_found', {
    message: 'There is no such code for this user: it was used, it has expired, or it belongs to another user. Nothing was connected.',
  })
