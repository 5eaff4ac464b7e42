// How much markup an app may ask: a setting of the operators.
import type { Database, DatabaseTransaction } from '@farebox/db'
import { MARKUP_BPS_MAX } from '@farebox/pricing'
import { z } from 'zod'

const MARKUP_BPS_CAP_DEFAULT = 10_000
const setting = z.int().min(0).max(MARKUP_BPS_MAX)

/** In basis points; 100 % unless operators set `markup_bps_max`. */
export async function markupCapBps(database: Database | DatabaseTransaction): Promise<number> {
  const row = await database.setting.findUnique({ where: { name: 'markup_bps_max' } })
  const read = setting.safeParse(row?.value)
  return read.success ? read.data : MARKUP_BPS_CAP_DEFAULT
}
