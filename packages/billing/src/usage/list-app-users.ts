// The users an app knows, with what they spent in this app. Never their balance, never what they do in other apps.
import { type Database, publicId } from '@farebox/db'
import { type Microcents, microcents } from '@farebox/money'
import type { AppInMode } from '../organizations/member-of.ts'

export type UserPage = Pick<AppInMode, 'appId' | 'mode'> & {
  /** The beginning of an external user id. */
  search?: string | undefined
  after?: string | undefined
  limit: number
}

export type AppUser = {
  externalUserId: string
  /** `unclaimed`: no account, spends what was given or bought here. `guest`: a visitor, spends what was given. */
  kind: 'unclaimed' | 'guest' | 'connected'
  status: 'active' | 'paused' | 'revoked'
  connectionId: string
  /** The markup this user agreed to; they are charged the lower of it and the app's. */
  markupBpsAccepted: number
  calls: number
  spent: Microcents
  earned: Microcents
  lastCallAt: Date | null
  createdAt: Date
}

export async function listAppUsers(database: Database, { appId, mode, search, after, limit }: UserPage) {
  const named = { ...(search && { startsWith: search }), ...(after && { gt: after }) }
  const users = await database.externalUser.findMany({
    where: { appId, mode, externalUserId: named },
    orderBy: { externalUserId: 'asc' },
    take: limit + 1,
  })
  const shown = users.slice(0, limit)
  const walletIds = shown.map(({ walletId }) => walletId)
  const [connections, wallets, spendings] = await Promise.all([
    database.connection.findMany({ where: { appId, walletId: { in: walletIds } } }),
    database.wallet.findMany({ where: { id: { in: walletIds } }, select: { id: true, kind: true } }),
    database.charge.groupBy({
      by: ['walletId', 'externalUserId'],
      where: { appId, mode, walletId: { in: walletIds } },
      _count: true,
      _sum: { baseMicrocents: true, markupMicrocents: true },
      _max: { settledAt: true },
    }),
  ])
  const rows = shown.map((user): AppUser => {
    const connection = connections.find(({ id }) => id === user.connectionId)
    const wallet = wallets.find(({ id }) => id === user.walletId)
    const spending = spendings.find((each) => each.walletId === user.walletId && each.externalUserId === user.externalUserId)
    const markup = spending?._sum.markupMicrocents ?? 0n
    return {
      externalUserId: user.externalUserId,
      kind: wallet?.kind === 'user' ? 'connected' : wallet?.kind === 'guest' ? 'guest' : 'unclaimed',
      status: connection?.status ?? 'revoked',
      connectionId: publicId('connection', user.connectionId),
      markupBpsAccepted: connection?.markupBpsAccepted ?? 0,
      calls: spending?._count ?? 0,
      spent: microcents((spending?._sum.baseMicrocents ?? 0n) + markup),
      earned: microcents(markup),
      lastCallAt: spending?._max.settledAt ?? null,
      createdAt: user.createdAt,
    }
  })
  return { rows, hasMore: users.length > limit }
}
