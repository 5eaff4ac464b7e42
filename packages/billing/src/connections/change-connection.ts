// What a person changes about an app's permission: pause, resume, revoke, and the limit. Each holds from the next call on.
import {
  type ConnectionModel,
  type Database,
  type DatabaseTransaction,
  type LimitPeriod,
  type Prisma,
  parsePublicId,
  publicId,
} from '@farebox/db'
import { AppError } from '@farebox/errors'
import { type Microcents, toDollars } from '@farebox/money'
import { LIMIT_MOST, refuseLimitAbove } from '../apps/verified-app.ts'
import { recordAudit } from '../organizations/record-audit.ts'
import { tellOfChange } from '../webhooks/tell-of-connection.ts'
import { ownConnection } from './own-connection.ts'

export type OwnConnection = { walletId: string; userId: string; appId: string; now: Date }

/** Pausing stops new calls, and so does revoking; revoked, the app must ask again. Calls under way finish and are charged. */
export async function setConnectionStatus(
  database: Database,
  own: OwnConnection,
  status: ConnectionModel['status'],
  details: Prisma.InputJsonObject = {},
): Promise<void> {
  await change(database, own, {
    action: `connection.${status}`,
    details,
    plan(connection) {
      if (connection.status === 'revoked' && status !== 'revoked') {
        throw new AppError('connection_revoked', { message: 'You have disconnected this app. It has to ask you again.' })
      }
      return { status }
    },
  })
}

export type SpendingLimit = { limitMicrocents: Microcents; period: LimitPeriod; callLimitMicrocents: Microcents | null }

/** A limit below what is spent already refuses new calls until the window starts again, or the limit is raised. */
export async function setSpendingLimit(database: Database, own: OwnConnection, limit: SpendingLimit): Promise<void> {
  const { limitMicrocents, period, callLimitMicrocents } = limit
  for (const amount of [limitMicrocents, callLimitMicrocents]) {
    if (amount !== null && (amount < 0n || amount > LIMIT_MOST)) {
      throw new AppError('invalid_request', { message: 'A limit is between $0 and $10,000.', param: 'limit' })
    }
  }
  const appId = parsePublicId(own.appId, 'app')
  if (appId) await refuseLimitAbove(database, appId, [limitMicrocents, callLimitMicrocents])
  const details = {
    limit: toDollars(limitMicrocents),
    period,
    callLimit: callLimitMicrocents === null ? null : toDollars(callLimitMicrocents),
  }
  await change(database, own, {
    action: 'connection.limit_changed',
    details,
    plan: () => ({ limitMicrocents, limitPeriod: period, limitCallMicrocents: callLimitMicrocents }),
  })
}

type Change = {
  action: `connection.${string}`
  details?: Prisma.InputJsonObject
  plan: (connection: ConnectionModel) => Prisma.ConnectionUncheckedUpdateInput
}

/** The wallet's row is locked first, as every hold does: a change is before or after a hold, never in its middle. */
async function change(database: Database, { walletId, userId, appId, now }: OwnConnection, { action, details = {}, plan }: Change) {
  await database.$transaction(async (transaction) => {
    await lockWallet(transaction, walletId)
    const connection = await ownConnection(transaction, walletId, appId)
    const where = { walletId_id: { walletId, id: connection.id } }
    const changed = await transaction.connection.update({ where, data: plan(connection) })
    await recordAudit(transaction, {
      userId,
      action,
      subject: publicId('connection', connection.id),
      details: { app: appId, ...details },
      now,
    })
    await tellOfChange(transaction, { before: connection, after: changed, now })
  })
}

const lockWallet = (transaction: DatabaseTransaction, walletId: string) =>
  transaction.$queryRaw`select id from wallet where id = ${walletId}::uuid for no key update`
