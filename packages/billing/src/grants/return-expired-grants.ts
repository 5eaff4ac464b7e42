// A job: what is left of grants that expired, or that were taken back while calls held part of them, returns to their pools.
import type { Database } from '@farebox/db'
import { tellOfGrant } from '../webhooks/tell-of-grant.ts'
import { returnRest } from './return-rest.ts'

const BATCH = 200

/** Returns how many grants ended. A grant of which a call still holds a part is met again at the next run. */
export async function returnExpiredGrants(database: Database, { now }: { now: Date }): Promise<number> {
  const due = await database.grant.findMany({
    where: { returnedAt: null, expiresAt: { lte: now } },
    orderBy: [{ expiresAt: 'asc' }, { id: 'asc' }],
    take: BATCH,
  })
  let ended = 0
  for (const grant of due) {
    ended += await database.$transaction(async (transaction) => {
      const { returned, held } = await returnRest(transaction, grant, now)
      if (held > 0n) return 0
      const { count } = await transaction.grant.updateMany({ where: { id: grant.id, returnedAt: null }, data: { returnedAt: now } })
      if (count > 0) await tellOfGrant(transaction, grant, { type: 'grant.expired', returned, now })
      return count
    })
  }
  return ended
}
