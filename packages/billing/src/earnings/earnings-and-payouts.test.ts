// Where earnings are through a whole life of money out: every microcent of markup is somewhere, and none is anybody else's.
import { publicId } from '@farebox/db'
import { dollars, opened } from '@farebox/ledger/testing'
import { describe, expect, it } from 'vitest'
import { placeEarningsHold } from '../payouts/earnings-holds.ts'
import { payoutCalendar } from '../payouts/payout-calendar.ts'
import { sendPayout } from '../payouts/send-payout.ts'
import { spendEarnings } from '../payouts/spend-earnings.ts'
import { makeOperator } from '../testing/operators.ts'
import {
  aCallOf,
  anApprovedPayout,
  aPaidDeveloper,
  atStripe,
  aWeekPasses,
  deliverEvents,
  earn,
  inAWeek,
  payoutWorld,
} from '../testing/payout-world.ts'
import { earningsByDay } from './earnings-by-day.ts'
import { earningsStatement } from './earnings-statement.ts'

const world = opened(payoutWorld)

const now = inAWeek()
const today = () => new Date().toISOString().slice(0, 10)
const statementOf = ({ organizationId }: { organizationId: string }) =>
  earningsStatement(world.database, { organizationId, mode: 'live', delayDays: 7 })

describe('earnings and payouts', () => {
  it('S15: paid + pending + available + held and all else sum to the markup users were shown, at every step', async () => {
    const { developer, payers, payoutId } = await anApprovedPayout(world, dollars('20.12345678'))
    const { organizationId, userId, appId } = developer
    expect(await statementOf(developer)).toMatchObject({
      ...{ earned: dollars('20.12345678'), reserved: dollars('20.12'), available: dollars('0.00345678'), paid: 0n, isProven: true },
    })
    await sendPayout(world.till, payoutId, now)
    expect(await statementOf(developer)).toMatchObject({ reserved: 0n, paid: dollars('20.12'), isProven: true })

    const { stripeTransferId } = await world.database.payout.findUniqueOrThrow({ where: { id: payoutId } })
    await atStripe(world, `/v1/transfers/${stripeTransferId}/reversals`, { amount: '812' })
    await deliverEvents(world, developer.stripeAccountId, { now })
    expect(await statementOf(developer)).toMatchObject({ paid: dollars('12.00'), available: dollars('8.12345678'), isProven: true })

    const spending = { organizationId, userId, requestKey: crypto.randomUUID(), now }
    await spendEarnings(world.database, { ...spending, to: { kind: 'pool', appId }, amountMicrocents: dollars('3.00000001') })
    expect(await statementOf(developer)).toMatchObject({ spent: dollars('3.00000001'), available: dollars('5.12345677'), isProven: true })

    const operator = await makeOperator(world.ledger.url, 'finance')
    const hold = { reason: 'fraud_check', message: 'A person looks at some payments.', reviewAt: inAWeek(14), operator, now }
    await placeEarningsHold(world.database, { organizationId, ...hold })
    await aCallOf(world, developer, { walletId: payers.at(-1)?.walletId ?? '', markupMicrocents: dollars('0.00012345') })
    const statement = await statementOf(developer)
    expect(statement).toMatchObject({
      ...{ earned: dollars('20.12358023'), pending: dollars('0.00012345'), available: 0n, held: dollars('5.12345677'), isProven: true },
    })
    const charges = await world.database.charge.aggregate({ where: { organizationId }, _sum: { markupMicrocents: true } })
    const { pending, available, held, reserved, paid, spent, recouped, takenBack } = statement
    expect(pending + available + held + reserved + paid + spent + recouped + takenBack).toBe(charges._sum.markupMicrocents)
  })

  it('by day, app and model sum to the ledger', async () => {
    const developer = await aPaidDeveloper(world)
    await earn(world, developer, dollars('17.00000001'))
    const of = { organizationId: developer.organizationId, mode: 'live' } as const
    const days = await earningsByDay(world.database, of, { from: '2026-01-01', to: today() })
    expect(days).toEqual({
      ...{ total: dollars('17.00000001'), isProven: true },
      rows: [
        {
          ...{ date: today(), appId: publicId('app', developer.appId), appName: 'PixelPal', model: 'test-model' },
          ...{ calls: 2, earned: dollars('17.00000001') },
        },
      ],
    })
    expect((await earningsByDay(world.database, of, { from: '2026-01-01', to: '2026-01-02' })).rows).toEqual([])
  })
})

describe('the calendar', () => {
  it('says what is released when, what the next run pays, and why nothing is paid', async () => {
    const developer = await aPaidDeveloper(world, { onboarded: false })
    await earn(world, developer, dollars('15.50'))
    const calendar = (at = new Date()) => payoutCalendar(world.database, developer.organizationId, at)
    const releaseOn = inAWeek().toISOString().slice(0, 10)
    expect(await calendar()).toMatchObject({
      ...{ available: 0n, minimum: dollars('10.00'), delayDays: 7, nextRunOn: today(), nextAmount: 0n },
      releases: [{ date: releaseOn, earnedOn: today(), amount: dollars('15.50') }],
      blockers: [{ code: 'account_not_ready' }, { code: 'minimum' }],
    })
    world.stripe.connect.onboard(developer.stripeAccountId)
    await deliverEvents(world, developer.stripeAccountId, { now: new Date() })
    expect(await calendar()).toMatchObject({ blockers: [{ code: 'minimum' }] })
    // On the day of the release the run finds it.
    expect(await calendar(inAWeek())).toMatchObject({ nextRunOn: releaseOn, nextAmount: dollars('15.50'), blockers: [] })
    await aWeekPasses(world, inAWeek())
    expect(await calendar(inAWeek())).toMatchObject({ available: dollars('15.50'), releases: [], nextAmount: dollars('15.50') })

    const operator = await makeOperator(world.ledger.url, 'support')
    const hold = { reason: 'fraud_check', message: 'A person looks at some payments.', reviewAt: inAWeek(14), operator, now }
    await placeEarningsHold(world.database, { organizationId: developer.organizationId, ...hold })
    expect(await calendar(inAWeek())).toMatchObject({
      ...{ available: 0n, held: dollars('15.50'), nextAmount: 0n },
      holds: [{ message: 'A person looks at some payments.', amount: dollars('15.50') }],
      blockers: [{ code: 'hold' }, { code: 'minimum' }],
    })
  })
})
