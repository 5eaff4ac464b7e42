// A job: refused calls are kept 7 days, for developers who look for why. They cost nothing and prove nothing.
import type { Database } from '@farebox/db'

const KEPT_MS = 7 * 24 * 60 * 60 * 1_000
const BATCH = 10_000

/** Returns how many were deleted; what is more than a batch waits for the next run. */
export function forgetRefusedCalls(database: Database, now: Date): Promise<number> {
  const before = new Date(now.getTime() - KEPT_MS)
  return database.$executeRaw`
    delete from refused_call where id in (select id from refused_call where at < ${before} order by at limit ${BATCH})`
}
