// Thirty days of past: six users who bought packages and made some hundred calls, each reserved and settled by the ledger with its
// clock set back to the day. The numbers are drawn from a fixed sequence, so that every demo world looks the same.

import { setTimeout as pause } from 'node:timers/promises'
import { connectWallet } from '../../packages/billing/src/connections/connect-wallet.ts'
import { matureEarnings } from '../../packages/billing/src/earnings/mature-earnings.ts'
import { stopEnqueuing } from '../../packages/billing/src/queue/enqueue.ts'
import { connectDatabase, newId } from '../../packages/db/src/index.ts'
import { assert } from '../../packages/errors/src/index.ts'
import { Holds } from '../../packages/ledger/src/holds.ts'
import { MICROCENTS_PER_DOLLAR, type Microcents, microcents } from '../../packages/money/src/index.ts'
import { findModel, priceOf, quoteMax, usageOf } from '../../packages/pricing/src/index.ts'
import type { FoundedApp, foundOrganizations } from './organizations.ts'
import { readPrices, type SeedPrice } from './prices.ts'
import { seat } from './rider.ts'
import { buy, type Till } from './till.ts'

type Founded = Awaited<ReturnType<typeof foundOrganizations>>
type Past = { databaseUrl: string; founded: Founded; days: number; now: Date }
type Regular = { email: string; externalUserId: string; userId: string; walletId: string }

const NAMES = ['ada', 'ben', 'chloe', 'diego', 'emi', 'farid']
const MODELS = ['claude-opus-4-1', 'gpt-4o', 'claude-opus-4-1', 'claude-sonnet-4', 'gpt-4o-mini']
const PACKAGES_BOUGHT = 2
const CALLS_A_DAY = 5
const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

export async function livePast(till: Till, past: Past): Promise<void> {
  const regulars = await seatRegulars(till, past)
  const prices = await readPrices(till.database)
  const draw = drawing(20_260_501)
  for (let day = past.days; day >= 1; day--) {
    const noon = new Date(startOfDay(past.now, day).getTime() + 12 * HOUR_MS)
    await liveDay(past, { noon, regulars, prices, draw })
  }
  await matureWhatIsOld(past)
}

/** Each bought two of the largest package at the beginning, with a limit no demo call will meet. */
async function seatRegulars(till: Till, { databaseUrl, founded, days, now }: Past): Promise<Regular[]> {
  const then = startOfDay(now, days)
  const setBack = { ...till, database: connectDatabase(databaseUrl, { clockOffset: offsetTo(then, now) }) }
  try {
    const regulars: Regular[] = []
    for (const [place, name] of NAMES.entries()) {
      const email = `${name}@riders.farebox.test`
      const externalUserId = `user_${201 + place}`
      const appIds = [founded.pixelPal.appId, founded.lingo.appId]
      const walletId = await seat(setBack.database, { email, externalUserId, appIds, now: then })
      const { id: userId } = await setBack.database.user.findUniqueOrThrow({ where: { email } })
      for (const appId of appIds) {
        const limitMicrocents = microcents(100n * MICROCENTS_PER_DOLLAR)
        await connectWallet(setBack.database, {
          ...{ userId, walletId, mode: 'live', appId, externalUserId, now: then },
          ...{ limitMicrocents, limitPeriod: 'month' },
        })
      }
      const bought = await setBack.database.order.count({ where: { walletId, status: 'paid' } })
      for (let next = bought; next < PACKAGES_BOUGHT; next++) {
        await buy(setBack, { kind: 'wallet_topup', walletId, packageName: 'pro', buyerEmail: email }, then)
      }
      regulars.push({ email, externalUserId, userId, walletId })
    }
    return regulars
  } finally {
    await stopEnqueuing(setBack.database)
    await setBack.database.$disconnect()
  }
}

type Day = { noon: Date; regulars: Regular[]; prices: Map<string, SeedPrice>; draw: () => number }

async function liveDay({ databaseUrl, founded, now }: Past, { noon, regulars, prices, draw }: Day): Promise<void> {
  const holds = new Holds(databaseUrl, { lanesMax: 1, clockOffset: offsetTo(noon, now) })
  const database = connectDatabase(databaseUrl, { connectionsMax: 1 })
  try {
    for (let call = 0; call < CALLS_A_DAY; call++) {
      const regular = pick(regulars, draw())
      const app = draw() < 0.85 ? founded.pixelPal : founded.lingo
      const price = prices.get(findModel(pick(MODELS, draw())).id)
      assert(price, 'every demo model has a price')
      const { connectionId } = await database.externalUser.findUniqueOrThrow({
        where: { appId_mode_externalUserId: { appId: app.appId, mode: 'live', externalUserId: regular.externalUserId } },
      })
      const key = await database.apiKey.findFirstOrThrow({ where: { appId: app.appId, mode: 'live', billingMode: 'user' } })
      await callAndPay(holds, { regular, app, credentialId: key.id, connectionId, price, draw, at: noon })
    }
  } finally {
    await holds.end()
    await database.$disconnect()
  }
}

type PastCall = {
  regular: Regular
  app: FoundedApp
  credentialId: string
  connectionId: string
  price: SeedPrice
  draw: () => number
  at: Date
}

/** A long document, answered at length: what makes a chart worth looking at. */
async function callAndPay(holds: Holds, { regular, credentialId, connectionId, price, draw, at }: PastCall): Promise<void> {
  const model = findModel(price.model)
  const input = Math.floor(model.contextLength * (0.3 + 0.6 * draw()))
  const outputUnitsWanted = Math.min(model.maxOutputUnits, 16_384)
  const output = Math.floor(outputUnitsWanted * (0.2 + 0.7 * draw()))
  const quote = quoteMax({ candidates: [{ model, priceVersion: price, inputUnitsMax: input }], outputUnitsWanted })
  const holdId = newId(at.getTime())
  const { walletId, externalUserId } = regular
  const held = await holds.open({
    ...{ holdId, walletId, connectionId, credentialId, externalUserId },
    ...{ model: price.model, providerId: price.providerId, requestHash: Buffer.from(holdId), ...quote },
  })
  if (held.outcome !== 'held') return
  const usage = { input, output: Math.min(output, held.unitsGranted) }
  const { baseMicrocents, costMicrocents } = priceOf(usageOf(usage), price)
  await holds.settle({ holdId, walletId, resolution: 'settled', baseMicrocents, costMicrocents: costMicrocents as Microcents, usage })
}

async function matureWhatIsOld({ databaseUrl, now }: Past): Promise<void> {
  const database = connectDatabase(databaseUrl)
  try {
    // Folding waits for whatever else is being written at this moment.
    for (let attempt = 0; attempt < 50 && (await matureEarnings(database, now)) === 0; attempt++) await pause(100)
  } finally {
    await database.$disconnect()
  }
}

const startOfDay = (now: Date, daysAgo: number) => new Date(Math.floor(now.getTime() / DAY_MS) * DAY_MS - daysAgo * DAY_MS)
const offsetTo = (then: Date, now: Date) => `${Math.round((then.getTime() - now.getTime()) / 1_000)} seconds`
const pick = <Item>(items: readonly Item[], fraction: number) => items[Math.floor(fraction * items.length)] as Item

/** A fixed sequence of fractions (mulberry32): a demo world needs variety, not chance. */
function drawing(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}
