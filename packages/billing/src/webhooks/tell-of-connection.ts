// Events of a user's permission: given, taken back, its limit changed.
import type { ConnectionModel, DatabaseTransaction, Prisma } from '@farebox/db'
import { publicId } from '@farebox/db'
import { microcents, toDollars } from '@farebox/money'
import { recordEvent } from './record-event.ts'
import { toldUser } from './told-user.ts'

export type ConnectionEvent = 'user.connected' | 'user.disconnected' | 'limit.changed' | 'limit.reached'

type Told = Pick<ConnectionModel, 'id' | 'walletId' | 'appId' | 'mode' | 'limitMicrocents' | 'limitPeriod' | 'limitCallMicrocents'>

/** `once`: names what is told once only. */
export async function tellOfConnection(
  transaction: DatabaseTransaction,
  type: ConnectionEvent,
  { connection, now, once }: { connection: Told; now: Date; once?: string },
): Promise<void> {
  const { id, walletId, appId, mode } = connection
  const user = await toldUser(transaction, { connectionId: id, walletId, appId })
  const data: Prisma.InputJsonObject = type === 'user.disconnected' ? { user } : { user, limit: toldLimit(connection) }
  const about = { type, mode, about: { appId }, objectId: publicId('connection', id), data, now }
  await recordEvent(transaction, once === undefined ? about : { ...about, cause: once })
}

function toldLimit({ limitMicrocents, limitPeriod, limitCallMicrocents }: Told): Prisma.InputJsonObject | null {
  if (limitMicrocents === null) return null
  const perCall = limitCallMicrocents === null ? null : toDollars(microcents(limitCallMicrocents))
  return { amount: toDollars(microcents(limitMicrocents)), period: limitPeriod, per_call: perCall, currency: 'USD' }
}

/** What a change of a connection's row tells, if anything. Pausing is neither: the permission stands. */
export async function tellOfChange(
  transaction: DatabaseTransaction,
  { before, after, now }: { before: ConnectionModel | null; after: ConnectionModel; now: Date },
): Promise<void> {
  const wasConnected = before !== null && before.status !== 'revoked'
  const isConnected = after.status !== 'revoked'
  if (!wasConnected && isConnected) return tellOfConnection(transaction, 'user.connected', { connection: after, now })
  if (wasConnected && !isConnected) return tellOfConnection(transaction, 'user.disconnected', { connection: after, now })
  if (isConnected && before && !sameLimit(before, after)) {
    return tellOfConnection(transaction, 'limit.changed', { connection: after, now })
  }
}

function sameLimit(before: ConnectionModel, after: ConnectionModel): boolean {
  return (
    before.limitMicrocents === after.limitMicrocents &&
    before.limitPeriod === after.limitPeriod &&
    before.limitCallMicrocents === after.limitCallMicrocents
  )
}
