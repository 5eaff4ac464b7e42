// The apps that may spend from a wallet: how much each has spent of its limit, and when that starts again.
import { type ConnectionModel, type Database, type LimitPeriod, publicId } from '@farebox/db'
import { AppError } from '@farebox/errors'
import { type Microcents, microcents } from '@farebox/money'
import { markupNow } from '../apps/markup-now.ts'
import { idAt } from '../usage/id-at.ts'
import { ownConnection } from './own-connection.ts'
import { spendingWindow } from './spending-window.ts'

export type ConnectedApp = {
  appId: string
  appName: string
  /** A website, shown as text. */
  origin: string | null
  status: ConnectionModel['status']
  isAppSuspended: boolean
  limit: Microcents | null
  callLimit: Microcents | null
  period: LimitPeriod
  spent: Microcents
  startsAt: Date
  resetsAt: Date
  /** What is charged now: the lower of the app's markup and the one accepted. */
  markupBps: number
  /** Empty: every model. */
  models: string[]
  /** Null: until it is revoked. */
  expiresAt: Date | null
  connectedAt: Date
  lastUsedAt: Date | null
}

export async function listConnections(database: Database, walletId: string, now: Date): Promise<ConnectedApp[]> {
  const connections = await database.connection.findMany({ where: { walletId }, orderBy: { createdAt: 'desc' } })
  return Promise.all(connections.map((connection) => describe(database, connection, now)))
}

export async function findConnection(database: Database, walletId: string, appId: string, now: Date): Promise<ConnectedApp> {
  return describe(database, await ownConnection(database, walletId, appId), now)
}

async function describe(database: Database, connection: ConnectionModel, now: Date): Promise<ConnectedApp> {
  const { walletId, appId } = connection
  const [app, last] = await Promise.all([
    database.app.findUnique({ where: { id: appId } }),
    database.charge.findFirst({
      // From when it was connected: an app that was never used is not looked for among everything older.
      where: { walletId, connectionId: connection.id, id: { gte: idAt(connection.createdAt) } },
      orderBy: { id: 'desc' },
      select: { settledAt: true },
    }),
  ])
  if (!app) throw new AppError('not_found')
  const { startsAt, endsAt } = spendingWindow(connection.limitPeriod, now)
  const isCurrent = connection.windowStartsAt?.getTime() === startsAt.getTime()
  return {
    appId: publicId('app', appId),
    appName: app.name,
    origin: app.origin,
    status: connection.status,
    isAppSuspended: app.status === 'suspended',
    limit: connection.limitMicrocents === null ? null : microcents(connection.limitMicrocents),
    callLimit: connection.limitCallMicrocents === null ? null : microcents(connection.limitCallMicrocents),
    period: connection.limitPeriod,
    spent: microcents(isCurrent ? connection.windowUsedMicrocents : 0n),
    startsAt,
    resetsAt: endsAt,
    models: connection.models,
    expiresAt: connection.expiresAt,
    markupBps: Math.min(markupNow(app, now).markupBps, connection.markupBpsAccepted),
    connectedAt: connection.createdAt,
    lastUsedAt: last?.settledAt ?? null,
  }
}
