// Time that was moved is one time: of use cases, of the books and of Stripe's stand-in.
import { Holds } from '@farebox/ledger/holds'
import { dollars, foldAll, holdRequest, ledgerDatabase, opened, payIn, payingWorld } from '@farebox/ledger/testing'
import { microcents } from '@farebox/money'
import { type StripeStandIn, startStripeStandIn } from '@farebox/stand-ins'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { earningsStatement } from '../earnings/earnings-statement.ts'
import { matureEarnings } from '../earnings/mature-earnings.ts'
import { advanceClock, type ClockDesk } from './advance-clock.ts'
import { openClock } from './clock.ts'
import { writeOffset } from './stored-offset.ts'

const DAY_MS = 86_400_000

const ledger = opened(ledgerDatabase)
let stripe: StripeStandIn
let desk: ClockDesk
beforeAll(async () => {
  stripe = await startStripeStandIn()
  desk = { database: ledger.database, clock: openClock(ledger.database, 'test'), stripeApiBase: stripe.url }
})
afterAll(async () => {
  await stripe.stop()
  // What was paid here is of today; its fee would be long overdue at the end of the time these tests moved through.
  await ledger.database.$transaction((transaction) => writeOffset(transaction, 0))
})

const dayOf = (at: Date) => at.toISOString().slice(0, 10)
const daysAhead = async () => Math.round(((await desk.clock.now()).getTime() - Date.now()) / DAY_MS)

async function ledgerNow(): Promise<Date> {
  const [row] = await ledger.database.$queryRaw<{ now: Date }[]>`select ledger_clock() as now`
  return row?.now ?? new Date(0)
}

/** The stand-in says what time it is when it is told. */
async function standInDaysAhead(): Promise<number> {
  const customer = await (
    await fetch(`${stripe.url}/v1/customers`, { method: 'POST', headers: { authorization: 'Bearer sk_test_x' } })
  ).json()
  return Math.round((customer.created * 1_000 - Date.now()) / DAY_MS)
}

async function aPaidCall() {
  const world = await payingWorld(ledger.database, { markupBps: 1_500 })
  await payIn(ledger.database, { walletId: world.walletId, creditMicrocents: dollars('8.50') })
  const holds = new Holds(ledger.url, { lanesMax: 1 })
  const { holdId } = await holds.open(holdRequest(world, dollars('1')))
  const used = { baseMicrocents: dollars('1'), costMicrocents: microcents(0n), usage: {} }
  await holds.settle({ holdId, walletId: world.walletId, resolution: 'settled', ...used })
  await holds.end()
  return world
}

const statement = (organizationId: string) => earningsStatement(ledger.database, { organizationId, mode: 'live', delayDays: 7 })

describe('moving time', () => {
  it('moves use cases, the ledger and the stand-in by the same days, and adds up', async () => {
    expect(await daysAhead()).toBe(0)
    expect((await advanceClock(desk, 3)).daysAhead).toBe(3)
    expect((await advanceClock(desk, 4)).daysAhead).toBe(7)
    expect(await daysAhead()).toBe(7)
    expect(dayOf(await ledgerNow())).toBe(dayOf(await desk.clock.now()))
    expect(await standInDaysAhead()).toBe(7)
  })

  it('two who move it at once move it by both their days', async () => {
    const before = await daysAhead()
    await Promise.all([advanceClock(desk, 1), advanceClock(desk, 2)])
    expect(await daysAhead()).toBe(before + 3)
    expect(await standInDaysAhead()).toBe(before + 3)
  })

  it('a charge made after the move accrues on the moved day, and waits its seven days from there', async () => {
    const { organizationId } = await aPaidCall()
    // Tests beside this one, on the same server, hold folding back.
    await foldAll(ledger.database)
    const today = dayOf(await desk.clock.now())
    const [pending] = (await statement(organizationId)).pendingDays
    expect(pending).toMatchObject({ date: today })
    await matureEarnings(ledger.database, await desk.clock.now())
    expect((await statement(organizationId)).available).toBe(0n)
    await advanceClock(desk, 6)
    await matureEarnings(ledger.database, await desk.clock.now())
    expect((await statement(organizationId)).available).toBe(0n)
    await advanceClock(desk, 1)
    expect(dayOf(await desk.clock.now())).toBe(pending?.availableOn)
    await matureEarnings(ledger.database, await desk.clock.now())
    expect(await statement(organizationId)).toMatchObject({ available: dollars('0.15'), pending: 0n, isProven: true })
  })

  it('the time without waiting follows within a second', async () => {
    const { recentNow } = openClock(ledger.database, 'development')
    const ahead = Math.round(((await desk.clock.now()).getTime() - Date.now()) / DAY_MS)
    recentNow()
    await expect.poll(() => Math.round((recentNow().getTime() - Date.now()) / DAY_MS)).toBe(ahead)
  })
})
