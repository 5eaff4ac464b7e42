// Random lives of a wallet: top-ups, calls, refunds of ours and of the Dashboard, refunds that fail, debts repaid. After each step it has,
// less what it owes, what was bought less what was spent and went back: so says a model that knows only that. A failure names its seed.
import { assertReconciled } from '@farebox/ledger/reconcile'
import { dollars, opened } from '@farebox/ledger/testing'
import { fromCents } from '@farebox/money'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { followDebts } from '../debts/follow-debts.ts'
import { repayDebt } from '../debts/repay-debt.ts'
import {
  aPurchase,
  book,
  call,
  moneyOf,
  type Purchase,
  refundInDashboard,
  refundsOf,
  refundWorld,
  returnedCents,
  send,
} from '../testing/refund-world.ts'
import { askRefund } from './ask-refund.ts'
import { refundOption } from './list-refunds.ts'

const ROUNDS = 4
const OPERATIONS = 16
const seed = Date.now() % 2_147_483_647

const world = opened(refundWorld)

const operation = fc.record({
  kind: fc.constantFrom(
    'top up',
    'call',
    'call',
    'end call',
    'end call',
    'ask',
    'ask',
    'send',
    'dashboard',
    'dashboard',
    'fail',
    'repay',
    'follow',
  ),
  packageName: fc.constantFrom('starter', 'basic'),
  which: fc.nat({ max: 20 }),
  cents: fc.integer({ min: 1, max: 700 }),
  isSettled: fc.boolean(),
})
type Operation = typeof operation extends fc.Arbitrary<infer Drawn> ? Drawn : never

/** A refund that stands, or is on its way: in the cents of the price, and of the fee. `isAtStripe`: Stripe has it. */
type Standing = { cents: number; fee: bigint; isAtStripe: boolean; refundId: string }
type Bought = { purchase: Purchase; price: number; fee: bigint; credit: bigint; refunds: Standing[] }
type Life = { walletId: string; bought: Bought[]; calls: { end: (isSettled: boolean) => Promise<unknown>; costs: bigint }[]; spent: bigint }

const goneCents = ({ refunds }: Bought, ofStripe = false) =>
  refunds.reduce((total, { cents, isAtStripe }) => (isAtStripe || !ofStripe ? total + cents : total), 0)
const goneFee = ({ refunds }: Bought) => refunds.reduce((total, { fee }) => total + fee, 0n)

/** What the wallet should have, less what it should owe. */
const worth = ({ bought, spent }: Life) =>
  bought.reduce((total, one) => total + one.credit - (fromCents(goneCents(one)) - goneFee(one)), 0n) - spent

async function topUp(life: Life, { packageName }: Operation): Promise<void> {
  const purchase = await aPurchase(world, { packageName, ...(life.walletId !== '' && { walletId: life.walletId }) })
  const { priceCents: price, creditMicrocents: credit } = purchase.order
  life.walletId = purchase.walletId
  life.bought.push({ purchase, price, credit, fee: fromCents(price) - credit, refunds: [] })
}

async function beginCall(life: Life, { cents }: Operation, payer: Purchase['payer']): Promise<void> {
  const base = `${Math.trunc(cents / 100)}.${String(cents % 100).padStart(2, '0')}`
  const { outcome, settle, release } = await call(world, payer, base)
  if (outcome !== 'held') return
  const costs = dollars(base) + (dollars(base) * 1_500n) / 10_000n
  life.calls.push({ costs, end: (isSettled) => (isSettled ? settle() : release()) })
}

async function endCall(life: Life, { isSettled }: Operation): Promise<void> {
  const ended = life.calls.shift()
  await ended?.end(isSettled)
  if (ended && isSettled) life.spent += ended.costs
}

async function ask(one: Bought): Promise<void> {
  const { amountCents, isWhole } = await refundOption(world.database, one.purchase.order, new Date())
  if (amountCents === 0) return
  const { id } = await askRefund(world.database, { orderId: one.purchase.orderId, amountCents, userId: null, now: new Date() })
  one.refunds.push({ cents: amountCents, fee: isWhole ? one.fee - goneFee(one) : 0n, isAtStripe: false, refundId: id })
}

/** Stripe takes what the payment still has, and refuses the rest. */
async function sendAll({ bought }: Life): Promise<void> {
  await send(world)
  for (const one of bought) {
    for (const refund of one.refunds.filter(({ isAtStripe }) => !isAtStripe)) {
      if (goneCents(one, true) + refund.cents <= one.price) refund.isAtStripe = true
      else one.refunds = one.refunds.filter((other) => other !== refund)
    }
  }
}

async function dashboard(one: Bought, { cents: wanted }: Operation): Promise<void> {
  const cents = Math.min(wanted, one.price - goneCents(one, true))
  if (cents === 0) return
  // What Stripe would refuse by now is put back first.
  const leftCents = one.price - goneCents(one, true) - cents
  one.refunds = one.refunds.filter(({ isAtStripe, cents: asked }) => isAtStripe || asked <= leftCents)
  const left = one.fee - goneFee(one)
  const isLast = cents === one.price - goneCents(one)
  const share = isLast ? fromCents(cents) : (BigInt(cents) * one.fee) / BigInt(one.price)
  const fee = share < left ? share : left
  await refundInDashboard(world, one.purchase, cents)
  const { id } = (await refundsOf(world, one.purchase)).at(-1) ?? { id: '' }
  one.refunds.push({ cents, fee, isAtStripe: true, refundId: id })
}

async function fail(one: Bought): Promise<void> {
  const standing = one.refunds.find(({ isAtStripe }) => isAtStripe)
  if (!standing) return
  const { stripeRefundId } = await world.database.refund.findUniqueOrThrow({ where: { id: standing.refundId } })
  world.stripe.payments.endRefund(stripeRefundId ?? '', 'failed')
  await book(world, one.purchase)
  one.refunds = one.refunds.filter((other) => other !== standing)
}

async function step(life: Life, drawn: Operation): Promise<void> {
  const one = life.bought[drawn.which % life.bought.length]
  if (!one) return
  if (drawn.kind === 'top up') await topUp(life, drawn)
  if (drawn.kind === 'call') await beginCall(life, drawn, one.purchase.payer)
  if (drawn.kind === 'end call') await endCall(life, drawn)
  if (drawn.kind === 'ask') await ask(one)
  if (drawn.kind === 'send') await sendAll(life)
  if (drawn.kind === 'dashboard') await dashboard(one, drawn)
  if (drawn.kind === 'fail') await fail(one)
  if (drawn.kind === 'follow') await followDebts(world.database)
  if (drawn.kind === 'repay') {
    await world.database.$transaction((transaction) => repayDebt(transaction, life.walletId, new Date())).catch(() => undefined)
  }
}

async function check(life: Life): Promise<void> {
  const { available, held, owed } = await moneyOf(world, life.walletId)
  expect(available + held - owed).toBe(worth(life))
}

describe(`refunds (seed ${seed})`, () => {
  it('M53, M54: conserve every microcent, whatever happens in which order', async () => {
    const lives = fc.sample(fc.array(operation, { minLength: OPERATIONS, maxLength: OPERATIONS }), { seed, numRuns: ROUNDS })
    for (const operations of lives) {
      const life: Life = { walletId: '', bought: [], calls: [], spent: 0n }
      for (const packageName of ['basic', 'starter'] as const) {
        await topUp(life, { kind: 'top up', packageName, which: 0, cents: 1, isSettled: true })
      }
      for (const drawn of operations) {
        await step(life, drawn)
        await check(life)
      }
      while (life.calls.length > 0) await endCall(life, { kind: 'end call', packageName: 'basic', which: 0, cents: 1, isSettled: false })
      await sendAll(life)
      await check(life)
      for (const one of life.bought) expect(returnedCents(world, one.purchase)).toBe(goneCents(one))
    }
    await assertReconciled(world.database)
  }, 120_000)
})
