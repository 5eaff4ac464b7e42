// A job: what was mailed is kept for half a year, longer than any window it was about.
import type { Database } from '@farebox/db'
import { idAt } from '../usage/id-at.ts'

const KEPT_MS = 180 * 86_400_000
const BATCH = 10_000

/** Returns how many were forgotten; what is more than a batch waits for the next run. */
export function forgetNotices(database: Database, now: Date): Promise<number> {
  const before = idAt(new Date(now.getTime() - KEPT_MS))
  return database.$executeRaw`
    delete from notice where id in (select id from notice where id < ${before}::uuid and ended_at is not null order by id limit ${BATCH})`
}
