// What was counted against thieves is forgotten when it counts no more: openings and declines after 90 days, used proofs when they end.
import type { Database } from '@farebox/db'

const KEPT_MS = 90 * 24 * 60 * 60_000
const ROWS_PER_RUN = 5_000

export async function forgetRisk(database: Database, now: Date): Promise<number> {
  const before = new Date(now.getTime() - KEPT_MS)
  const openings = await database.$executeRaw`
    delete from checkout_opening where order_id in (select order_id from checkout_opening where opened_at < ${before} limit ${ROWS_PER_RUN})`
  const declines = await database.$executeRaw`
    delete from card_decline where id in (select id from card_decline where at < ${before} limit ${ROWS_PER_RUN})`
  const proofs = await database.$executeRaw`
    delete from spent_proof where id in (select id from spent_proof where expires_at < ${now} limit ${ROWS_PER_RUN})`
  return openings + declines + proofs
}
