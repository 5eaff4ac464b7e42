// How far time was moved: one number in the database, read by every process and by the ledger's own clock in development.
import type { Database, DatabaseTransaction } from '@farebox/db'
import { z } from 'zod'

const NAME = 'development_clock'
const storedOffset = z.object({ offsetSeconds: z.int().min(0) })

export async function readOffset(database: Database | DatabaseTransaction): Promise<number> {
  const setting = await database.setting.findUnique({ where: { name: NAME } })
  return setting ? storedOffset.parse(setting.value).offsetSeconds : 0
}

export async function writeOffset(transaction: DatabaseTransaction, offsetSeconds: number): Promise<void> {
  const value = storedOffset.parse({ offsetSeconds })
  await transaction.setting.upsert({ where: { name: NAME }, create: { name: NAME, value }, update: { value } })
}
