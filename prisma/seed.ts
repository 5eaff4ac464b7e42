// One small world for development, the browser tests and the examples: two organizations, their apps and keys, a rider with a bought
// package, and thirty days of past. Everything is made by the use cases people use, and paid at the Stripe stand-in like anything else.
// It is safe to run at every start: what is there is left alone.

import { writeFirstPrices } from '../packages/billing/src/prices/write-first-prices.ts'
import { stopEnqueuing } from '../packages/billing/src/queue/enqueue.ts'
import { writeFirstPackages } from '../packages/billing/src/topups/packages.ts'
import { connectDatabase, type Database } from '../packages/db/src/index.ts'
import type { Demo, WorldToFurnish } from './seed/demo.ts'
import { addOperators } from './seed/operators.ts'
import { foundOrganizations, issueDemoKeys } from './seed/organizations.ts'
import { livePast } from './seed/past.ts'
import { leavePayoutWaiting } from './seed/payouts.ts'
import { buyBalanceAndPool, buyForRider } from './seed/purchases.ts'
import { seatRider } from './seed/rider.ts'
import { openTill, type Till } from './seed/till.ts'

const DEMO_MODEL = 'gpt-4o-mini'
const MINUTE_MS = 60_000
const DAY_MS = 24 * 60 * MINUTE_MS
export const PAST_DAYS = 30

/** Prices, providers and packages: what Farebox sells, in development and production alike. */
export async function writeCatalogue(databaseUrl: string): Promise<void> {
  const database = connectDatabase(databaseUrl)
  try {
    const at = new Date()
    const startsAt = new Date(at.getTime() - 2 * PAST_DAYS * DAY_MS)
    await writeFirstPrices(database, { at, startsAt })
    await writeFirstPackages(database, startsAt)
  } finally {
    await database.$disconnect()
  }
}

export async function seed({ databaseUrl, environment, kept }: WorldToFurnish): Promise<Demo> {
  await writeCatalogue(databaseUrl)
  const database = connectDatabase(databaseUrl)
  try {
    const now = new Date()
    const founded = await foundOrganizations(database, new Date(now.getTime() - PAST_DAYS * DAY_MS))
    await addOperators(databaseUrl)
    const keys = kept && (await isComplete(database)) ? kept : await issueDemoKeys(database, founded, now)
    const demo: Demo = { ...keys, externalUserId: 'user_123', model: DEMO_MODEL }
    if (await isComplete(database)) return demo

    const till = openTill(database, environment)
    await seatRider(database, founded, now)
    if (till) await furnishWithMoney(till, { databaseUrl, environment, founded, now })
    await database.setting.upsert({ where: { name: 'demo_world' }, create: { name: 'demo_world', value: true }, update: {} })
    return demo
  } finally {
    await stopEnqueuing(database)
    await database.$disconnect()
  }
}

type Founded = Awaited<ReturnType<typeof foundOrganizations>>

type Furnishing = { databaseUrl: string; environment: WorldToFurnish['environment']; founded: Founded; now: Date }

async function furnishWithMoney(till: Till, { databaseUrl, environment, founded, now }: Furnishing): Promise<void> {
  await buyForRider(till, now)
  await buyBalanceAndPool(till, founded.pixelPal, now)
  await livePast(till, { databaseUrl, founded, days: PAST_DAYS, now })
  await leavePayoutWaiting(till, { databaseUrl, environment, founded, now })
}

const isComplete = async (database: Database) => (await database.setting.findUnique({ where: { name: 'demo_world' } })) !== null
