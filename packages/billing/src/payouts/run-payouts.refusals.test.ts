// What a run does not pay, and what stops it.
import { newId } from '@farebox/db'
import { connectAsOwner } from '@farebox/db/testing'
import { movement, organizationReceivable, post, stripeBalance } from '@farebox/ledger'
import { dollars, opened } from '@farebox/ledger/testing'
import { beforeEach, describe, expect, it } from 'vitest'
import { resolveBreak } from '../reconciliation/record-break.ts'
import {
  aPaidDeveloper,
  atStripe,
  aWeekPasses,
  deliverEvents,
  earn,
  earningsOf,
  inAWeek,
  onlyRules,
  type PaidDeveloper,
  payoutWorld,
} from '../testing/payout-world.ts'
import { createPayout } from './create-payout.ts'
import { aloneWith } from './money-out.ts'
import { runPayouts } from './run-payouts.ts'

const world = opened(payoutWorld)
let days = 7
beforeEach(async () => {
  days += 1
  await onlyRules(world)
})

const today = () => inAWeek(days)

async function withEarnings(amount: string, options: Parameters<typeof aPaidDeveloper>[1] = {}): Promise<PaidDeveloper> {
  const developer = await aPaidDeveloper(world, options)
  await earn(world, developer, dollars(amount))
  await aWeekPasses(world, today())
  return developer
}

/** The organization owes us this: as a dispute that was lost after a payout leaves it. */
async function owe({ organizationId }: PaidDeveloper, amount: string): Promise<void> {
  const debt = {
    debit: organizationReceivable(organizationId),
    credit: { kind: 'dispute_loss', id: stripeBalance.id },
    amount: dollars(amount),
  } as const
  const owes = movement({ kind: 'test.debt', mode: 'live', transactionId: newId(), operationKey: newId(), transfers: [debt] })
  await world.database.$transaction((transaction) => post(transaction, owes))
}

const payoutsOf = ({ organizationId }: PaidDeveloper) => world.database.payout.findMany({ where: { organizationId } })

describe('a run', () => {
  it('passes over who cannot be paid, and counts why', async () => {
    const [notReady, other] = [await withEarnings('15.00', { onboarded: false }), await withEarnings('15.00')]
    const data = { organizationId: other.organizationId, reason: 'fraud_check', message: 'Being looked at.', placedAt: today() }
    await world.database.earningsHold.create({ data: { id: newId(), ...data, reviewAt: inAWeek(30) } })
    const { runId } = await runPayouts(world.desk, today())
    const { counts } = await world.database.payoutRun.findUniqueOrThrow({ where: { id: runId } })
    expect(counts).toMatchObject({ created: 0, passedOver: { account_not_ready: 1, hold: 1 } })
    expect(await payoutsOf(notReady)).toEqual([])
    expect(await payoutsOf(other)).toEqual([])
  })

  it('M59: takes what is owed first, and pays the rest; where all is owed, it takes what there is, once', async () => {
    const [some, all] = [await withEarnings('15.00'), await withEarnings('12.00')]
    await owe(some, '2.50')
    await owe(all, '20.00')
    await runPayouts(world.desk, today())
    await runPayouts(world.desk, today())
    expect(await payoutsOf(some)).toMatchObject([{ amountCents: 1_250, recoupedMicrocents: dollars('2.50') }])
    expect(await earningsOf(world, some)).toMatchObject({ available: 0n, owed: 0n, reserved: dollars('12.50') })
    expect(await payoutsOf(all)).toEqual([])
    expect(await earningsOf(world, all)).toMatchObject({ available: 0n, owed: dollars('8.00') })
  })

  it('M34: one that died in the middle is taken up again: who was made is reviewed, who was not is made', async () => {
    const [first, second] = [await withEarnings('15.00'), await withEarnings('15.00')]
    const day = new Date(`${today().toISOString().slice(0, 10)}T00:00:00Z`)
    const run = await world.database.payoutRun.create({ data: { id: newId(), day, startedAt: today() } })
    const { organizationId } = first
    await aloneWith(world.database, organizationId, (alone) => createPayout(alone, { organizationId, runId: run.id, now: today() }))
    expect(await payoutsOf(first)).toMatchObject([{ status: 'created' }])
    expect(await runPayouts(world.desk, today())).toMatchObject({ runId: run.id, outcome: 'finished' })
    for (const developer of [first, second]) expect(await payoutsOf(developer)).toMatchObject([{ status: 'approved', amountCents: 1_500 }])
  })

  it('stops while the books are not proven, tells the operators, and goes on when they are', async () => {
    const developer = await withEarnings('15.00')
    const owner = await connectAsOwner(world.ledger.url)
    const lift = `update account set balance_microcents = balance_microcents + $2 where kind = 'earnings_available' and id = $1`
    await owner.query(lift, [developer.organizationId, 1])
    expect(await runPayouts(world.desk, today())).toMatchObject({
      outcome: 'stopped',
      created: 0,
      reason: expect.stringContaining('not proven'),
    })
    expect(await payoutsOf(developer)).toEqual([])
    expect(await world.database.alert.count({ where: { kind: 'payout_run_stopped' } })).toBe(1)
    await owner.query(lift, [developer.organizationId, -1])
    await owner.end()
    expect(await runPayouts(world.desk, today())).toMatchObject({ outcome: 'finished' })
    expect(await payoutsOf(developer)).toMatchObject([{ status: 'approved' }])
  })

  it('stops while Stripe has a transfer that is none of ours', async () => {
    const developer = await withEarnings('15.00')
    const transfer = { amount: '300', currency: 'usd', destination: developer.stripeAccountId }
    const { id } = await atStripe(world, '/v1/transfers', transfer)
    await deliverEvents(world, developer.stripeAccountId, { now: today() })
    expect(await runPayouts(world.desk, today())).toMatchObject({ outcome: 'stopped' })
    expect(await payoutsOf(developer)).toEqual([])
    await resolveBreak(world.database, { kind: 'payout.unknown_transfer', subject: id, now: today() })
  })
})
