// What an app's developer has set aside for grants.
import type { Database, DatabaseTransaction } from '@farebox/db'
import { type Microcents, microcents } from '@farebox/money'
import type { AppInMode } from '../organizations/member-of.ts'

type AppMode = Pick<AppInMode, 'appId' | 'mode'>

export async function poolBalance(database: Database | DatabaseTransaction, { appId, mode }: AppMode): Promise<Microcents> {
  const account = await database.account.findUnique({ where: { mode_kind_id: { mode, kind: 'grant_pool', id: appId } } })
  return microcents(account?.balanceMicrocents ?? 0n)
}

/** The pool and what was given from it: `given` counts grants that were issued, whatever became of them. */
export async function poolOf(database: Database, { appId, mode }: AppMode) {
  const [balance, given] = await Promise.all([
    poolBalance(database, { appId, mode }),
    database.grant.aggregate({ where: { appId, mode }, _count: true, _sum: { amountMicrocents: true } }),
  ])
  return { balance, grants: given._count, given: microcents(given._sum.amountMicrocents ?? 0n) }
}
