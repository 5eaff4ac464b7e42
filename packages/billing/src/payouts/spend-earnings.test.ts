// Earnings spent on a pool or the organization's balance: once, all of it, and never more than there is.
import { newId } from '@farebox/db'
import { movement, organizationReceivable, post, stripeBalance } from '@farebox/ledger'
import { dollars, opened } from '@farebox/ledger/testing'
import { describe, expect, it } from 'vitest'
import { poolBalance } from '../grants/pool.ts'
import { makeOperator } from '../testing/operators.ts'
import { aPaidDeveloper, aWeekPasses, earn, earningsOf, inAWeek, type PaidDeveloper, payoutWorld } from '../testing/payout-world.ts'
import { placeEarningsHold } from './earnings-holds.ts'
import { spendEarnings } from './spend-earnings.ts'

const world = opened(payoutWorld)

const now = inAWeek()

async function withEarnings(amount: string): Promise<PaidDeveloper> {
  const developer = await aPaidDeveloper(world)
  await earn(world, developer, dollars(amount))
  await aWeekPasses(world, now)
  return developer
}

const spend = (
  { organizationId, userId }: PaidDeveloper,
  to: Parameters<typeof spendEarnings>[1]['to'],
  amount: string,
  requestKey: string = newId(),
) => spendEarnings(world.database, { organizationId, userId, to, amountMicrocents: dollars(amount), requestKey, now })

const refusal = (promise: Promise<unknown>) => promise.then(() => 'done').catch((failure: { code?: string }) => failure.code)

describe('spending earnings', () => {
  it('puts them into a pool or on the balance, at once and without a fee', async () => {
    const developer = await withEarnings('12.00')
    expect(await spend(developer, { kind: 'pool', appId: developer.appId }, '4.50')).toMatchObject({ available: dollars('7.50') })
    expect(await spend(developer, { kind: 'balance' }, '2.25')).toMatchObject({ available: dollars('5.25'), duplicate: false })
    expect(await poolBalance(world.database, { appId: developer.appId, mode: 'live' })).toBe(dollars('4.50'))
    const wallet = await world.database.wallet.findFirstOrThrow({ where: { organizationId: developer.organizationId, mode: 'live' } })
    const lots = await world.database.lot.findMany({ where: { walletId: wallet.id } })
    expect(lots).toMatchObject([{ kind: 'topup', availableMicrocents: dollars('2.25'), paymentIntent: null }])
  })

  it('ten clicks of one button spend once; ten of ten buttons spend what there is', async () => {
    const developer = await withEarnings('12.00')
    const key = newId()
    const clicks = await Promise.all(Array.from({ length: 10 }, () => spend(developer, { kind: 'balance' }, '2.00', key)))
    expect(clicks.filter(({ duplicate }) => !duplicate)).toHaveLength(1)
    expect(await earningsOf(world, developer)).toMatchObject({ available: dollars('10.00') })
    const rush = await Promise.all(Array.from({ length: 10 }, () => refusal(spend(developer, { kind: 'balance' }, '3.00'))))
    expect(rush.sort()).toEqual([...Array(3).fill('done'), ...Array(7).fill('earnings_short')])
    expect(await earningsOf(world, developer)).toMatchObject({ available: dollars('1.00') })
  })

  it('is refused while a hold is open, and for what repays a debt', async () => {
    const developer = await withEarnings('12.00')
    const { organizationId } = developer
    const debt = { debit: organizationReceivable(organizationId), credit: stripeBalance, amount: dollars('5.00') }
    const back = { debit: stripeBalance, credit: { kind: 'bank', id: stripeBalance.id }, amount: dollars('5.00') } as const
    const owes = movement({ kind: 'test.debt', mode: 'live', transactionId: newId(), operationKey: newId(), transfers: [debt, back] })
    await world.database.$transaction((transaction) => post(transaction, owes))
    expect(await refusal(spend(developer, { kind: 'balance' }, '7.01'))).toBe('earnings_short')
    expect(await refusal(spend(developer, { kind: 'balance' }, '7.00'))).toBe('done')
    const operator = await makeOperator(world.ledger.url, 'finance')
    const hold = { reason: 'fraud_check', message: 'A person looks at some payments.', reviewAt: inAWeek(14), operator, now }
    await placeEarningsHold(world.database, { organizationId, ...hold })
    expect(await refusal(spend(developer, { kind: 'balance' }, '1.00'))).toBe('earnings_on_hold')
  })

  it('is refused for nothing, and for less than nothing', async () => {
    const developer = await withEarnings('12.00')
    expect(await refusal(spend(developer, { kind: 'balance' }, '0'))).toBe('invalid_request')
  })
})
