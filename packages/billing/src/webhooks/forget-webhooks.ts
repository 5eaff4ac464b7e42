// A job: what was told is kept for 30 days, with each attempt.
import type { Database } from '@farebox/db'

const KEPT_MS = 30 * 86_400_000

/** Returns how many events were forgotten. */
export async function forgetWebhooks(database: Database, now: Date): Promise<number> {
  const { count } = await database.webhookEvent.deleteMany({ where: { createdAt: { lt: new Date(now.getTime() - KEPT_MS) } } })
  return count
}
