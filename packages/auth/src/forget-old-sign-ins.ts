// A daily job: sessions and sign-in attempts that can no longer open anything are deleted.
import type { Database } from '@farebox/db'

const DAY_MS = 24 * 60 * 60_000

/** Attempts are kept for two days, since wrong codes are counted over one. */
export async function forgetOldSignIns(database: Database, now: Date): Promise<{ sessions: number; attempts: number }> {
  const sessions = await database.session.deleteMany({ where: { expiresAt: { lte: now } } })
  const attempts = await database.signInAttempt.deleteMany({ where: { createdAt: { lt: new Date(now.getTime() - 2 * DAY_MS) } } })
  return { sessions: sessions.count, attempts: attempts.count }
}
