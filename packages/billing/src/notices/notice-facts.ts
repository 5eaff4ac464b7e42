// What a notice's mail says, read when it is sent: whose it is, what the app may spend, and what is left.
import type { Database, LimitPeriod, NoticeModel } from '@farebox/db'
import { publicId } from '@farebox/db'
import { type Microcents, microcents, sum } from '@farebox/money'
import { findConnection } from '../connections/list-connections.ts'

export type NoticeApp = {
  appId: string
  appName: string
  origin: string | null
  limit: Microcents | null
  callLimit: Microcents | null
  period: LimitPeriod
  spent: Microcents
  resetsAt: Date
  markupBps: number
  connectedAt: Date
}

export type NoticeFacts = { userId: string; email: string; balance: Microcents; app: NoticeApp | undefined }

/** Undefined: nobody is there to be told, or what it was about is over. */
export async function factsOfNotice(
  database: Database,
  { walletId, connectionId }: NoticeModel,
  now: Date,
): Promise<NoticeFacts | undefined> {
  const wallet = await database.wallet.findUnique({ where: { id: walletId } })
  const user = wallet?.userId && (await database.user.findUnique({ where: { id: wallet.userId } }))
  if (!user) return undefined
  const lots = await database.lot.findMany({ where: { walletId, appId: null, OR: [{ expiresAt: null }, { expiresAt: { gt: now } }] } })
  const balance = sum(lots.map(({ availableMicrocents }) => microcents(availableMicrocents)))
  const facts = { userId: user.id, email: user.email, balance, app: undefined }
  if (connectionId === null) return facts
  const connection = await database.connection.findUnique({ where: { walletId_id: { walletId, id: connectionId } } })
  if (!connection || connection.status === 'revoked') return undefined
  return { ...facts, app: await findConnection(database, walletId, publicId('app', connection.appId), now) }
}
