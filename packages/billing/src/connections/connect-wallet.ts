// A user allows an app to spend from their wallet, within a limit: the connection, what they were shown, and the app's own id for
// them where it named one.
import { type Database, type DatabaseTransaction, type LimitPeriod, type Mode, newId, type Prisma } from '@farebox/db'
import { AppError } from '@farebox/errors'
import { type Microcents, toDollars } from '@farebox/money'
import { markupNow } from '../apps/markup-now.ts'
import { noticeAppConnected } from '../notices/record-notice.ts'
import { tellOfChange } from '../webhooks/tell-of-connection.ts'

export type AllowedTerms = {
  limitMicrocents: Microcents
  limitPeriod: LimitPeriod
  limitCallMicrocents?: Microcents | null
  /** Empty: every model. */
  models?: string[]
  expiresAt?: Date | null
}

export type ConsentEvidence = { textVersion: string; markupBps: number; details: Prisma.InputJsonObject; ip: string }

export type ConnectWallet = AllowedTerms & {
  userId: string
  walletId: string
  mode: Mode
  appId: string
  /** The app's own id for this user, where the app has confirmed that it is them. */
  externalUserId?: string
  /** What the consent page said, as evidence; the markup it showed is what is accepted. */
  shown?: ConsentEvidence
  now: Date
}

/** The wallet is asked for by its user. Connecting again changes the limit, and accepts the markup shown. */
export function connectWallet(database: Database, request: ConnectWallet): Promise<{ connectionId: string }> {
  return database.$transaction((transaction) => writeConnection(transaction, request))
}

/** Inside the transaction of what else has to be true with it. */
export async function writeConnection(transaction: DatabaseTransaction, request: ConnectWallet): Promise<{ connectionId: string }> {
  const { userId, walletId, mode, appId, externalUserId, now } = request
  await transaction.$queryRaw`select id from wallet where id = ${walletId}::uuid for no key update`
  const wallet = await transaction.wallet.findUnique({ where: { id: walletId } })
  const app = await transaction.app.findUnique({ where: { id: appId } })
  if (!wallet || !app || wallet.userId !== userId || wallet.mode !== mode) throw new AppError('not_found')

  const known = await transaction.connection.findUnique({ where: { appId_walletId: { appId, walletId } } })
  const connectionId = known?.id ?? newId(now.getTime())
  const consentId = newId(now.getTime())
  const belongsToDeveloper = await transaction.membership.findFirst({ where: { userId, organizationId: app.organizationId } })
  const markupBps = request.shown?.markupBps ?? markupNow(app, now).markupBps
  const allowed = {
    limitMicrocents: request.limitMicrocents,
    limitPeriod: request.limitPeriod,
    limitCallMicrocents: request.limitCallMicrocents ?? null,
    models: request.models ?? [],
    expiresAt: request.expiresAt ?? null,
  }
  const terms = {
    ...{ status: 'active' as const, markupBpsAccepted: markupBps, earnsMarkup: belongsToDeveloper === null, consentId },
    ...allowed,
  }
  const where = { walletId_id: { walletId, id: connectionId } }
  const connection = known
    ? await transaction.connection.update({ where, data: terms })
    : await transaction.connection.create({ data: { walletId, id: connectionId, mode, appId, createdAt: now, ...terms } })

  const { textVersion = '1', details = {}, ip = null } = request.shown ?? {}
  const shown = { app: app.name, markupBps, limit: toDollars(allowed.limitMicrocents), limitPeriod: allowed.limitPeriod, ...details }
  const { limitMicrocents } = allowed
  await transaction.consent.create({
    data: { id: consentId, walletId, connectionId, textVersion, shown, markupBps, limitMicrocents, ip, at: now },
  })
  if (externalUserId !== undefined) {
    await transaction.externalUser.upsert({
      where: { appId_mode_externalUserId: { appId, mode, externalUserId } },
      create: { appId, mode, externalUserId, walletId, connectionId, createdAt: now },
      update: { walletId, connectionId },
    })
  }
  await tellOfChange(transaction, { before: known, after: connection, now })
  if (known?.status !== 'active') await noticeAppConnected(transaction, { walletId, mode, connectionId, consentId, now })
  return { connectionId }
}
