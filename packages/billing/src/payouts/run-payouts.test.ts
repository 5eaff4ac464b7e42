// The daily run: who is paid, what of, and that a second run changes nothing.
import { dollars, opened } from '@farebox/ledger/testing'
import { beforeEach, describe, expect, it } from 'vitest'
import {
  aPaidDeveloper,
  aWeekPasses,
  deliverEvents,
  earn,
  earningsOf,
  inAWeek,
  onlyRules,
  type PaidDeveloper,
  payoutWorld,
  receivedCents,
} from '../testing/payout-world.ts'
import { organizationWalletId } from '../testing/world.ts'
import { runPayouts } from './run-payouts.ts'
import { sendApprovedPayouts } from './send-approved-payouts.ts'
import { spendEarnings } from './spend-earnings.ts'

const world = opened(payoutWorld)
let days = 7
beforeEach(() => {
  // Each test has a day of its own: there is one run a day.
  days += 1
})

const today = () => inAWeek(days)
const payoutsOf = ({ organizationId }: { organizationId: string }) =>
  world.database.payout.findMany({ where: { organizationId }, orderBy: { createdAt: 'asc' } })

describe('a payout run', () => {
  it('M72: pays whole cents and keeps the rest; less than the minimum waits', async () => {
    await onlyRules(world)
    const [rich, poor] = [await aPaidDeveloper(world), await aPaidDeveloper(world)]
    await earn(world, rich, dollars('12.34567891'))
    await earn(world, poor, dollars('9.99999999'))
    await aWeekPasses(world, today())
    const run = await runPayouts(world.desk, today())
    expect(run).toMatchObject({ outcome: 'finished', created: 1 })
    expect(await payoutsOf(rich)).toMatchObject([{ status: 'approved', amountCents: 1_234, amountMicrocents: dollars('12.34') }])
    expect(await payoutsOf(poor)).toEqual([])
    expect(await earningsOf(world, rich)).toMatchObject({ available: dollars('0.00567891'), reserved: dollars('12.34') })
    expect(await earningsOf(world, poor)).toMatchObject({ available: dollars('9.99999999'), reserved: 0n })
    const { counts } = await world.database.payoutRun.findUniqueOrThrow({ where: { id: run.runId } })
    expect(counts).toMatchObject({ created: 1, amountCents: 1_234, passedOver: { minimum: 1 } })
  })

  it('S16: what was charged on day 0 is paid on day 7, once: earned, approved, sent, paid', async () => {
    await onlyRules(world)
    const developer = await aPaidDeveloper(world)
    await earn(world, developer, dollars('31.00'))
    const sixth = inAWeek(6)
    await aWeekPasses(world, sixth)
    await runPayouts(world.desk, sixth)
    expect(await payoutsOf(developer)).toEqual([])

    await aWeekPasses(world, today())
    await runPayouts(world.desk, today())
    expect(await sendApprovedPayouts(world.till, today())).toBeGreaterThanOrEqual(1)
    expect(await payoutsOf(developer)).toMatchObject([{ status: 'sent', amountCents: 3_100 }])
    expect(receivedCents(world, developer)).toBe(3_100)
    expect(await earningsOf(world, developer)).toEqual({ available: 0n, held: 0n, owed: 0n, reserved: 0n })

    world.stripe.advance(8 * 86_400)
    await deliverEvents(world, developer.stripeAccountId, { now: today() })
    expect(await payoutsOf(developer)).toMatchObject([{ status: 'paid' }])
    days += 1
    await aWeekPasses(world, today())
    await runPayouts(world.desk, today())
    expect(await payoutsOf(developer)).toHaveLength(1)
  })

  it('M34: ten runs at once, and one more, make one payout', async () => {
    await onlyRules(world)
    const developers = [await aPaidDeveloper(world), await aPaidDeveloper(world)]
    for (const developer of developers) await earn(world, developer, dollars('15.00'))
    await aWeekPasses(world, today())
    const runs = await Promise.all(Array.from({ length: 10 }, () => runPayouts(world.desk, today())))
    await runPayouts(world.desk, today())
    expect(new Set(runs.map(({ runId }) => runId)).size).toBe(1)
    expect(runs.reduce((total, { created }) => total + created, 0)).toBe(2)
    for (const developer of developers) {
      expect(await payoutsOf(developer)).toMatchObject([{ status: 'approved', amountCents: 1_500 }])
      expect(await earningsOf(world, developer)).toMatchObject({ available: 0n, reserved: dollars('15.00') })
    }
  })

  it('beside developers who spend at that moment: what is spent is not paid, what is paid is not spent', async () => {
    await onlyRules(world)
    const developers = [await aPaidDeveloper(world), await aPaidDeveloper(world), await aPaidDeveloper(world)]
    for (const developer of developers) await earn(world, developer, dollars('15.00'))
    await aWeekPasses(world, today())
    const spend = ({ organizationId, userId }: PaidDeveloper) => {
      const facts = { organizationId, userId, amountMicrocents: dollars('3.00'), requestKey: crypto.randomUUID(), now: today() }
      return spendEarnings(world.database, { ...facts, to: { kind: 'balance' } }).catch(() => undefined)
    }
    const run = runPayouts(world.desk, today()).catch(() => undefined)
    await Promise.all([run, ...developers.flatMap((developer) => [spend(developer), spend(developer)])])
    await runPayouts(world.desk, today())
    for (const developer of developers) {
      const [payout, ...more] = await payoutsOf(developer)
      expect(more).toEqual([])
      const lots = await world.database.lot.aggregate({
        where: { walletId: await organizationWalletId(world.database, developer) },
        _sum: { originalMicrocents: true },
      })
      const { available } = await earningsOf(world, developer)
      expect(available + (payout?.amountMicrocents ?? 0n) + (lots._sum.originalMicrocents ?? 0n)).toBe(dollars('15.00'))
    }
  })
})
