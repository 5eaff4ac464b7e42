// A job: links that ended are forgotten after a week. What was agreed to is kept with the consent.
import type { Database } from '@farebox/db'

const KEPT_MS = 7 * 86_400_000

export async function forgetConnectLinks(database: Database, now: Date): Promise<number> {
  const { count } = await database.connectLink.deleteMany({ where: { expiresAt: { lt: new Date(now.getTime() - KEPT_MS) } } })
  return count
}
