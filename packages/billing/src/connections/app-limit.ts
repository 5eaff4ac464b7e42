// The limit of one app, as its client asks about it: how much is spent, and raising it, which only its user can, at the wallet.
import { type Database, publicId } from '@farebox/db'
import { AppError } from '@farebox/errors'
import { microcents, parseDollars, toDollars } from '@farebox/money'
import { LIMIT_MOST } from '../apps/verified-app.ts'
import { setSpendingLimit } from './change-connection.ts'
import { connectionOfClient } from './consent.ts'
import { type ConnectedApp, findConnection } from './list-connections.ts'
import { spendingWindow } from './spending-window.ts'

export type { ConnectedApp } from './list-connections.ts'

type OfClient = { clientId: string; userId: string; now: Date }

/** Undefined: this person has not allowed this app. */
export async function limitOfClient(database: Database, { clientId, userId, now }: OfClient): Promise<ConnectedApp | undefined> {
  const connection = await connectionOfClient(database, { clientId, userId })
  return connection && findConnection(database, connection.walletId, publicId('app', connection.appId), now)
}

/** Empty: stays as it is. */
export type RaisedLimit = { limit: string; callLimit: string }

/** Raised, never lowered: that is done where the app is listed. The period stays. */
export async function raiseLimit(database: Database, { clientId, userId, now }: OfClient, raised: RaisedLimit): Promise<void> {
  const connection = await connectionOfClient(database, { clientId, userId })
  if (connection?.status !== 'active') throw new AppError('not_found', { message: 'This app is not connected to your wallet.' })
  const { walletId, appId, limitPeriod: period, limitMicrocents, limitCallMicrocents } = connection
  const own = { walletId, userId, appId: publicId('app', appId), now }
  const limit = higher(raised.limit, limitMicrocents, 'limit')
  if (limit === null) throw new AppError('invalid_request', { message: 'This app has no limit of its own.', param: 'limit' })
  const callLimit = higher(raised.callLimit, limitCallMicrocents, 'callLimit')
  await setSpendingLimit(database, own, { limitMicrocents: limit, period, callLimitMicrocents: callLimit })
}

function higher(dollars: string, before: bigint | null, param: string) {
  const text = dollars.trim().replace(/^\$/, '')
  if (text === '') return before === null ? null : microcents(before)
  const asked = parseDollars(text)
  if ((before === null || asked >= before) && asked <= LIMIT_MOST) return asked
  throw new AppError('invalid_request', { message: 'Choose more than before, and at most $10,000.', param })
}

/** What an app may know: its own limit and what it spent of it. Nothing else of the wallet. */
export async function usageOfConnection(
  database: Database,
  { walletId, connectionId }: { walletId: string; connectionId: string },
  now: Date,
) {
  const connection = await database.connection.findUniqueOrThrow({ where: { walletId_id: { walletId, id: connectionId } } })
  const { limitMicrocents, limitCallMicrocents, limitPeriod, windowStartsAt, windowUsedMicrocents } = connection
  const { startsAt, endsAt } = spendingWindow(limitPeriod, now)
  const isCurrent = windowStartsAt?.getTime() === startsAt.getTime()
  const dollars = (amount: bigint | null) => (amount === null ? null : toDollars(microcents(amount)))
  return {
    limit: dollars(limitMicrocents),
    spent: toDollars(microcents(isCurrent ? windowUsedMicrocents : 0n)),
    period: limitMicrocents === null ? null : limitPeriod,
    resets_at: limitMicrocents === null ? null : endsAt.toISOString(),
    call_limit: dollars(limitCallMicrocents),
  }
}
