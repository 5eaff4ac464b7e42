// Earnings become available by day, once, and to the microcent.
import { newId } from '@farebox/db'
import { Holds } from '@farebox/ledger/holds'
import {
  dollars,
  foldAll,
  holdRequest,
  type LedgerDatabase,
  ledgerDatabase,
  type PayingWorld,
  payIn,
  payingWorld,
} from '@farebox/ledger/testing'
import { type Microcents, microcents } from '@farebox/money'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { matureEarnings } from './mature-earnings.ts'

let ledger: LedgerDatabase
let holds: Holds
beforeAll(async () => {
  ledger = await ledgerDatabase()
  holds = new Holds(ledger.url, { lanesMax: 1 })
})
afterAll(async () => {
  await holds.end()
  await ledger.close()
})

const DAY_MS = 86_400_000
const daysFromNow = (days: number) => new Date(Date.now() + days * DAY_MS)

async function call(world: PayingWorld, baseMicrocents: Microcents) {
  const { holdId } = await holds.open(holdRequest(world, baseMicrocents))
  const zero = microcents(0n)
  const settled = await holds.settle({
    ...{ holdId, walletId: world.walletId, resolution: 'settled', baseMicrocents, costMicrocents: zero, usage: {} },
  })
  // Tests beside this one, on the same server, hold folding back.
  await foldAll(ledger.database)
  return settled
}

async function aPaidCall(mode: 'live' | 'sandbox' = 'live') {
  const world = await payingWorld(ledger.database, { mode, markupBps: 1_500 })
  await payIn(ledger.database, { walletId: world.walletId, creditMicrocents: dollars('8.50'), mode })
  const { markupMicrocents } = await call(world, dollars('1'))
  return { world, markupMicrocents }
}

async function available({ organizationId }: PayingWorld, mode: 'live' | 'sandbox' = 'live') {
  const account = await ledger.database.account.findUnique({
    where: { mode_kind_id: { mode, kind: 'earnings_available', id: organizationId } },
  })
  return account?.balanceMicrocents ?? 0n
}

describe('maturing earnings', () => {
  it('S16: a charge of day 0 is not available on day 6, is on day 7, once', async () => {
    const { world, markupMicrocents } = await aPaidCall()
    expect(markupMicrocents).toBe(15_000_000n)
    await matureEarnings(ledger.database, daysFromNow(6))
    expect(await available(world)).toBe(0n)
    await matureEarnings(ledger.database, daysFromNow(7))
    expect(await available(world)).toBe(15_000_000n)
    await matureEarnings(ledger.database, daysFromNow(8))
    expect(await available(world)).toBe(15_000_000n)
  })

  it('M33: ten runs at once move each microcent once', async () => {
    const { world } = await aPaidCall()
    await Promise.all(Array.from({ length: 10 }, () => matureEarnings(ledger.database, daysFromNow(7))))
    expect(await available(world)).toBe(15_000_000n)
  })

  it('M33: what settled after a first run of its day follows with the next', async () => {
    const { world } = await aPaidCall()
    await matureEarnings(ledger.database, daysFromNow(7))
    await call(world, dollars('2'))
    await matureEarnings(ledger.database, daysFromNow(7))
    expect(await available(world)).toBe(45_000_000n)
  })

  it('waits as long as the organization’s delay says', async () => {
    const { world } = await aPaidCall()
    await ledger.database.organization.update({ where: { id: world.organizationId }, data: { earningsDelayDays: 30 } })
    await matureEarnings(ledger.database, daysFromNow(29))
    expect(await available(world)).toBe(0n)
    await matureEarnings(ledger.database, daysFromNow(30))
    expect(await available(world)).toBe(15_000_000n)
  })

  it('moves nothing in the sandbox', async () => {
    const { world } = await aPaidCall('sandbox')
    await matureEarnings(ledger.database, daysFromNow(90))
    expect(await available(world, 'sandbox')).toBe(0n)
  })

  it('has nothing to do for an organization that earned nothing', async () => {
    await ledger.database.organization.create({ data: { id: newId(), name: 'Quiet' } })
    await matureEarnings(ledger.database, daysFromNow(90))
    expect(await matureEarnings(ledger.database, daysFromNow(90))).toBe(0)
  })
})
