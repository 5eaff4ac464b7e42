// What bounds developers' own services: settings of the operators.
import type { Database, DatabaseTransaction } from '@farebox/db'
import { type Microcents, microcents } from '@farebox/money'
import { z } from 'zod'

const amount = z.string().regex(/^\d{1,18}$/)

/** What one call of a service may cost: $1, unless operators set `service_call_max_microcents`. */
export function serviceCallMax(database: Database | DatabaseTransaction): Promise<Microcents> {
  return amountOf(database, 'service_call_max_microcents', microcents(100_000_000n))
}

/** What has to have matured without a clawback before services earn as soon as markup: $1,000, unless operators set `service_trust_microcents`. */
export function serviceTrustThreshold(database: Database | DatabaseTransaction): Promise<Microcents> {
  return amountOf(database, 'service_trust_microcents', microcents(100_000_000_000n))
}

async function amountOf(database: Database | DatabaseTransaction, name: string, usual: Microcents): Promise<Microcents> {
  const row = await database.setting.findUnique({ where: { name } })
  const read = amount.safeParse(row?.value)
  return read.success ? microcents(read.data) : usual
}
