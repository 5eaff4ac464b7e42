// Money back, ours and the Dashboard's: each microcent leaves what is left of its purchase, the fee, or becomes a debt.
// A refund that fails brings it back. The books are proven when the file ends.
import { NIL_ID, newId } from '@farebox/db'
import { dollars, opened } from '@farebox/ledger/testing'
import { fromCents } from '@farebox/money'
import { describe, expect, it } from 'vitest'
import { approveAdjustment, previewAdjustment, proposeAdjustment } from '../adjustments/adjust.ts'
import { followDebts } from '../debts/follow-debts.ts'
import { repayDebt } from '../debts/repay-debt.ts'
import { followPayments } from '../payments/follow-payments.ts'
import { runReconciliation } from '../reconciliation/run-reconciliation.ts'
import { makeOperator } from '../testing/operators.ts'
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
  spend,
} from '../testing/refund-world.ts'
import { anOpenOrder } from '../testing/top-up-world.ts'
import { handleStripeEvent } from '../topups/handle-stripe-event.ts'
import { firstPackages } from '../topups/packages.ts'
import { askRefund } from './ask-refund.ts'
import { refundOption } from './list-refunds.ts'
import { refundQueue } from './refund-queue.ts'
import { sendRefundMail } from './send-refund-mail.ts'

const world = opened(refundWorld)

const DAY_MS = 86_400_000
const nothing = { available: 0n, held: 0n, owed: 0n }
const later = (days: number) => new Date(Date.now() + days * DAY_MS)
const optionOf = ({ order }: Purchase, now = new Date()) => refundOption(world.database, order, now)

/** Asks for what the page shows. */
async function ask(purchase: Purchase, now = new Date()) {
  const { amountCents } = await optionOf(purchase, now)
  return askRefund(world.database, { orderId: purchase.orderId, amountCents, userId: null, now })
}

async function packageFees(): Promise<bigint> {
  const [row] = await world.database.$queryRaw<{ balance: bigint }[]>`
    select coalesce(sum(case when credit_kind = 'package_fee' then amount_microcents else -amount_microcents end), 0)::bigint as balance
      from transfer where mode = 'live' and (credit_kind = 'package_fee' or debit_kind = 'package_fee') and ${NIL_ID}::uuid in (credit_id, debit_id)`
  return row?.balance ?? 0n
}

describe('a refund one asks for', () => {
  it('M52: within 14 days and unspent: all that was paid, the fee included, and nothing is left to spend', async () => {
    const feesBefore = await packageFees()
    const purchase = await aPurchase(world)
    expect(await optionOf(purchase)).toMatchObject({
      amountCents: 1_000,
      isWhole: true,
      feeIncluded: dollars('1.50'),
      feeKept: 0n,
      refusal: null,
    })
    await ask(purchase)
    expect(await moneyOf(world, purchase.walletId)).toEqual(nothing)
    expect((await call(world, purchase.payer, '0.01')).outcome).toBe('wallet_empty')
    await send(world)
    expect(await refundsOf(world, purchase)).toMatchObject([{ status: 'succeeded', owedMicrocents: 0n }])
    expect(returnedCents(world, purchase)).toBe(1_000)
    expect(await packageFees()).toBe(feesBefore)
    expect(await optionOf(purchase)).toMatchObject({ amountCents: 0, refusal: 'nothing_left', refunded: dollars('10.00') })
  })

  it('partly spent, or later: what is left in whole cents, and the fee is kept; the sub-cent rest stays', async () => {
    const purchase = await aPurchase(world)
    await spend(world, purchase.payer, '1.23456789')
    const left = dollars('8.50') - dollars('1.23456789') - 18_518_518n
    const cents = Number(left / 1_000_000n)
    expect(await optionOf(purchase)).toMatchObject({ amountCents: cents, isWhole: false, feeIncluded: 0n, feeKept: dollars('1.50') })
    await ask(purchase)
    await send(world)
    expect(await moneyOf(world, purchase.walletId)).toEqual({ ...nothing, available: left - fromCents(cents) })
    expect(returnedCents(world, purchase)).toBe(cents)
    const old = await aPurchase(world)
    expect(await optionOf(old, later(14.1))).toMatchObject({ amountCents: 850, isWhole: false, feeIncluded: 0n })
  })

  it('M57: while a call is under way: what it does not hold; the rest when it has ended, with the fee where nothing was spent', async () => {
    const purchase = await aPurchase(world)
    const { release } = await call(world, purchase.payer, '2.00')
    expect(await optionOf(purchase)).toMatchObject({ amountCents: 620, isWhole: false, inUse: dollars('2.30') })
    await ask(purchase)
    expect(await optionOf(purchase)).toMatchObject({ amountCents: 0, refusal: 'in_use' })
    await release()
    expect(await optionOf(purchase)).toMatchObject({ amountCents: 380, isWhole: true, feeIncluded: dollars('1.50') })
    await ask(purchase)
    await send(world)
    expect(await moneyOf(world, purchase.walletId)).toEqual(nothing)
    expect(returnedCents(world, purchase)).toBe(1_000)
  })

  it('takes nothing from what developers earned, nor from other purchases of the wallet', async () => {
    const first = await aPurchase(world)
    await spend(world, first.payer, '4.00')
    const earned = () =>
      world.database.transfer.aggregate({ where: { debitKind: { in: ['earnings_pending', 'earnings_available'] } }, _count: true })
    const before = await earned()
    const second = await aPurchase(world, { packageName: 'starter', walletId: first.walletId })
    await ask(first)
    await ask(second)
    await send(world)
    expect([returnedCents(world, first), returnedCents(world, second)]).toEqual([390, 500])
    expect(await earned()).toEqual(before)
  })

  it('is told by mail: asked, arrived, and what is owed to the owner alone', async () => {
    const purchase = await aPurchase(world, { packageName: 'starter' })
    const { id: refundId } = await ask(purchase)
    await send(world)
    const told = await world.database.$queryRaw<{ data: { refundId: string; news: 'asked' | 'arrived' | 'failed' | 'owed' } }[]>`
      select data from pgboss.job where name = 'send-refund-mail' and data ->> 'refundId' = ${refundId} order by created_on`
    expect(told.map(({ data }) => data.news)).toEqual(['asked', 'arrived'])
    const desk = { ...world.desk, walletUrl: 'http://wallet.test', dashboardUrl: 'http://dashboard.test' }
    for (const { data } of [...told, { data: { refundId, news: 'failed' as const } }, { data: { refundId, news: 'owed' as const } }]) {
      await sendRefundMail(desk, data)
    }
    const mails = world.mails.filter(({ mail }) => mail.text.includes(purchase.order.description)).slice(-4)
    expect(mails.map(({ mail }) => mail.subject)).toEqual([
      ...['$5.00 is on its way back to your card', '$5.00 was refunded to your card'],
      ...['The refund of $5.00 did not arrive', 'Your wallet owes $0.00'],
    ])
    expect(new Set(mails.map(({ to }) => to))).toEqual(new Set([purchase.order.buyerEmail]))
    expect(mails[0]?.mail.text).toContain('Fee included: $0.95')
  })
})

describe('a refund in the Dashboard', () => {
  it('M56: takes its share of the fee, and the last one takes the last of both', async () => {
    const purchase = await aPurchase(world)
    await refundInDashboard(world, purchase, 400)
    expect(await refundsOf(world, purchase)).toMatchObject([
      { origin: 'stripe', status: 'succeeded', amountCents: 400, feeMicrocents: dollars('0.60'), creditMicrocents: dollars('3.40') },
    ])
    expect(await moneyOf(world, purchase.walletId)).toEqual({ ...nothing, available: dollars('5.10') })
  })

  it('M53, M67: three parts with odd cents, of every package: together exactly the credit and exactly the fee', async () => {
    // The fee of this one is no whole part of its price, so that rounding shows.
    const odd = { name: 'odd', priceCents: 997, credit: '8.53' }
    await world.database.package.create({
      data: { id: newId(), name: odd.name, priceCents: odd.priceCents, creditMicrocents: dollars(odd.credit), startsAt: new Date(0) },
    })
    for (const { name, priceCents, credit } of [...firstPackages, odd]) {
      const purchase = await aPurchase(world, { packageName: name })
      for (const cents of [333, 1, undefined]) await refundInDashboard(world, purchase, cents)
      const refunds = await refundsOf(world, purchase)
      const sum = (of: (refund: (typeof refunds)[number]) => bigint) => refunds.reduce((total, refund) => total + of(refund), 0n)
      expect(refunds.map(({ amountCents }) => amountCents)).toEqual([333, 1, priceCents - 334])
      expect(sum(({ creditMicrocents }) => creditMicrocents)).toBe(dollars(credit))
      expect(sum(({ feeMicrocents }) => feeMicrocents)).toBe(fromCents(priceCents) - dollars(credit))
      expect(await moneyOf(world, purchase.walletId)).toEqual(nothing)
    }
  })

  it('M56: of the last cents of a purchase whose buyer left us the fee: never more of the fee than is refunded', async () => {
    const purchase = await aPurchase(world, { packageName: 'starter' })
    await spend(world, purchase.payer, '0.20')
    await ask(purchase)
    await send(world)
    await refundInDashboard(world, purchase, 100)
    await refundInDashboard(world, purchase)
    const [, , last] = await refundsOf(world, purchase)
    expect(last).toMatchObject({ amountCents: 18, creditMicrocents: 0n, feeMicrocents: dollars('0.18'), owedMicrocents: 0n })
  })

  it('M56: of a purchase its buyer asked for too: what Stripe would refuse by now is put back first, and nobody owes the fee', async () => {
    const [whole, part] = [await aPurchase(world), await aPurchase(world)]
    for (const purchase of [whole, part]) await ask(purchase)
    await refundInDashboard(world, whole)
    await refundInDashboard(world, part, 400)
    const taken = { credit: dollars('8.50'), fee: dollars('1.50') }
    expect(await refundsOf(world, whole)).toMatchObject([
      { origin: 'buyer', status: 'failed' },
      { origin: 'stripe', status: 'succeeded', creditMicrocents: taken.credit, feeMicrocents: taken.fee, owedMicrocents: 0n },
    ])
    expect(await moneyOf(world, whole.walletId)).toEqual(nothing)
    expect(await moneyOf(world, part.walletId)).toEqual({ ...nothing, available: dollars('5.10') })
    await send(world)
    expect([returnedCents(world, whole), returnedCents(world, part)]).toEqual([1_000, 400])
    expect(await optionOf(part)).toMatchObject({ amountCents: 600, isWhole: true })
  })

  it('M54: beyond what is left: the rest is owed, nothing can be spent, and the next top-up repays it first', async () => {
    const purchase = await aPurchase(world)
    await spend(world, purchase.payer, '4.00')
    await refundInDashboard(world, purchase)
    expect(await moneyOf(world, purchase.walletId)).toEqual({ ...nothing, owed: dollars('4.60') })
    expect((await call(world, purchase.payer, '0.01')).outcome).toBe('wallet_in_debt')
    const next = await aPurchase(world, { packageName: 'starter', walletId: purchase.walletId })
    expect(await moneyOf(world, purchase.walletId)).toEqual({ ...nothing, owed: dollars('0.55') })
    expect((await call(world, purchase.payer, '0.01')).outcome).toBe('wallet_in_debt')
    await aPurchase(world, { packageName: 'starter', walletId: purchase.walletId })
    expect(await moneyOf(world, purchase.walletId)).toEqual({ ...nothing, available: dollars('3.50') })
    expect((await call(world, purchase.payer, '0.01')).outcome).toBe('held')
    expect(await optionOf(next)).toMatchObject({ amountCents: 0, refusal: 'nothing_left' })
  })

  it('M54: what is owed is repaid at one click from other paid money', async () => {
    const purchase = await aPurchase(world)
    await aPurchase(world, { packageName: 'plus', walletId: purchase.walletId })
    await spend(world, purchase.payer, '4.00')
    await refundInDashboard(world, purchase)
    const repay = () => world.database.$transaction((transaction) => repayDebt(transaction, purchase.walletId, new Date()))
    expect(await repay()).toEqual({ repaid: dollars('4.60'), owed: 0n })
    expect(await moneyOf(world, purchase.walletId)).toEqual({ ...nothing, available: dollars('17.90') })
    await expect(repay()).rejects.toMatchObject({ code: 'nothing_to_repay' })
    expect((await call(world, purchase.payer, '0.01')).outcome).toBe('held')
  })

  it('M57: while a call is under way: what it gives back repays the debt', async () => {
    const purchase = await aPurchase(world)
    const { release } = await call(world, purchase.payer, '2.00')
    await refundInDashboard(world, purchase)
    expect(await moneyOf(world, purchase.walletId)).toEqual({ available: 0n, held: dollars('2.30'), owed: dollars('2.30') })
    await release()
    expect((await call(world, purchase.payer, '0.01')).outcome).toBe('wallet_in_debt')
    expect(await followDebts(world.database)).toBe(1)
    expect(await moneyOf(world, purchase.walletId)).toEqual(nothing)
    expect(await followDebts(world.database)).toBe(0)
  })

  it('M57: what another payment got back stays its owner’s to repay with, also where that one was in debt before', async () => {
    const earlier = await aPurchase(world)
    const { walletId } = earlier
    await spend(world, earlier.payer, '4.00')
    const failing = await refundInDashboard(world, earlier, 200)
    await refundInDashboard(world, earlier)
    const later = await aPurchase(world, { packageName: 'plus', walletId })
    world.stripe.payments.endRefund(failing, 'failed')
    await book(world, earlier)
    expect(await moneyOf(world, walletId)).toEqual({ ...nothing, available: dollars('19.60') })
    await refundInDashboard(world, later)
    expect(await followDebts(world.database)).toBe(0)
    expect(await moneyOf(world, walletId)).toEqual({ ...nothing, available: dollars('1.70'), owed: dollars('4.60') })
  })

  it('M42: is booked where nothing told us of the payment: the purchase first, then the refund', async () => {
    const { orderId, sessionId, walletId } = await anOpenOrder(world)
    const paid = world.stripe.pay(sessionId)
    world.stripe.payments.refund(String(paid.payment_intent), { amountCents: 500 })
    const event = world.stripe.events().findLast(({ type }) => type === 'refund.created')
    await world.database.stripeEvent.create({
      data: { id: event?.id ?? '', type: 'refund.created', livemode: false, payload: JSON.parse(JSON.stringify(event)) },
    })
    await handleStripeEvent(world.till, event?.id ?? '', new Date())
    expect((await world.database.order.findUniqueOrThrow({ where: { id: orderId } })).status).toBe('paid')
    expect(await moneyOf(world, walletId)).toEqual({ ...nothing, available: dollars('4.25') })
  })
})

describe('a refund that fails', () => {
  it('M55: days later: all of it is back, spendable and refundable again, and the books say it left and returned', async () => {
    const purchase = await aPurchase(world)
    await ask(purchase)
    await send(world)
    const [refund] = await refundsOf(world, purchase)
    world.stripe.payments.endRefund(refund?.stripeRefundId ?? '', 'failed')
    await book(world, purchase)
    await book(world, purchase)
    expect(await refundsOf(world, purchase)).toMatchObject([{ status: 'failed' }])
    expect(await moneyOf(world, purchase.walletId)).toEqual({ ...nothing, available: dollars('8.50') })
    expect(returnedCents(world, purchase)).toBe(0)
    expect(await optionOf(purchase)).toMatchObject({ amountCents: 1_000, isWhole: true })
    await spend(world, purchase.payer, '1.00')
  })

  it('M55: of a debt that was repaid meanwhile: what was repaid comes back to the wallet', async () => {
    const purchase = await aPurchase(world)
    await spend(world, purchase.payer, '4.00')
    const stripeRefundId = await refundInDashboard(world, purchase)
    await aPurchase(world, { packageName: 'plus', walletId: purchase.walletId })
    expect(await moneyOf(world, purchase.walletId)).toEqual({ ...nothing, available: dollars('17.90') })
    world.stripe.payments.endRefund(stripeRefundId, 'failed')
    await book(world, purchase)
    expect(await moneyOf(world, purchase.walletId)).toEqual({ ...nothing, available: dollars('26.40') })
  })

  it('M55: of a debt that was written off: both operators were told before they decided, and its money comes back to the wallet', async () => {
    const purchase = await aPurchase(world)
    await spend(world, purchase.payer, '4.00')
    const sentBack = await refundInDashboard(world, purchase, 400)
    await refundInDashboard(world, purchase)
    const [ada, grace] = [await makeOperator(world.ledger.url, 'finance'), await makeOperator(world.ledger.url, 'admin')]
    const debtor = { kind: 'user_receivable', walletId: purchase.walletId } as const
    const request = { kind: 'write_off', debtor, amount: dollars('4.60'), reason: 'They left.', ticket: 'T-1' } as const
    const warnings = async (now = new Date()) => (await previewAdjustment(world.database, request, now)).warnings
    expect(await warnings()).toEqual([
      expect.stringMatching(/^A refund of \$4\.00 from .* may still fail; then its money comes back to the wallet/),
      expect.stringMatching(/^A refund of \$6\.00 from /),
    ])
    expect(await warnings(later(31))).toEqual([])
    const early = await proposeAdjustment(world.database, request, { operator: ada, now: later(31) })
    await expect(approveAdjustment(world.database, early.id, { operator: grace, now: new Date() })).rejects.toMatchObject({
      code: 'adjustment_stale',
    })
    const { id } = await proposeAdjustment(world.database, request, { operator: ada, now: new Date() })
    await approveAdjustment(world.database, id, { operator: grace, now: new Date() })
    expect(await moneyOf(world, purchase.walletId)).toEqual(nothing)
    world.stripe.payments.endRefund(sentBack, 'failed')
    await book(world, purchase)
    expect(await moneyOf(world, purchase.walletId)).toEqual({ ...nothing, available: dollars('3.40') })
  })

  it('that Stripe refuses because the bank took the money is put back, and frozen with the dispute', async () => {
    const purchase = await aPurchase(world)
    await ask(purchase)
    world.stripe.dispute(purchase.paymentIntent)
    await send(world)
    expect(await refundsOf(world, purchase)).toMatchObject([{ status: 'failed', stripeRefundId: null, bookedAt: null }])
    expect(returnedCents(world, purchase)).toBe(0)
    expect(await moneyOf(world, purchase.walletId)).toEqual(nothing)
    expect(await optionOf(purchase)).toMatchObject({ refusal: 'disputed' })
  })

  it('is pending while the bank takes its time, and followed until it arrives', async () => {
    const purchase = await aPurchase(world)
    const { walletId } = purchase
    await ask(purchase)
    const pi = purchase.paymentIntent
    expect(pi).not.toBe('')
    await send(world)
    await followPayments(world.till, new Date())
    expect(await moneyOf(world, walletId)).toEqual(nothing)
    expect((await refundsOf(world, purchase))[0]?.arrivedAt).not.toBeNull()
  })
})

describe('a refund of which nobody knows', () => {
  const refunds = '/v1/refunds'

  it.each([
    ['drop', 2],
    ['after', 1],
  ] as const)('is found at Stripe where the answer was lost (%s), and never made twice', async (how, next) => {
    const purchase = await aPurchase(world)
    await ask(purchase)
    world.stripe.faults.set({ api: { next, path: refunds, method: 'POST', how } })
    await send(world)
    expect(await refundsOf(world, purchase)).toMatchObject([{ status: 'unknown' }])
    expect((await refundQueue(world.database, { status: 'unknown', limit: 10 })).rows).toMatchObject([{ status: 'unknown' }])
    await send(world)
    expect(await refundsOf(world, purchase)).toMatchObject([{ status: 'unknown' }])
    await send(world, later(0.001))
    expect(await refundsOf(world, purchase)).toMatchObject([{ status: 'succeeded' }])
    expect(returnedCents(world, purchase)).toBe(1_000)
  })

  it.each(['before', 'drop-before', 'rate-limit'] as const)('is asked for again where nothing was done (%s)', async (how) => {
    const purchase = await aPurchase(world)
    await ask(purchase)
    world.stripe.faults.set({ api: { next: 1, path: refunds, method: 'POST', how } })
    await send(world)
    await send(world, later(0.001))
    expect(await refundsOf(world, purchase)).toMatchObject([{ status: 'succeeded' }])
    expect(returnedCents(world, purchase)).toBe(1_000)
  })

  it('is not lost with the worker that was sending it; after a quarter of an hour a person is told', async () => {
    const purchase = await aPurchase(world)
    const { id } = await ask(purchase)
    await world.database.refund.update({ where: { id }, data: { status: 'sending', statusSince: new Date(Date.now() - 16 * 60_000) } })
    world.stripe.faults.set({ api: { next: 1, path: refunds, method: 'POST', how: 'before' } })
    await send(world, later(0.02))
    expect(await world.database.alert.count({ where: { kind: 'refund_unknown' } })).toBe(1)
    await send(world, later(0.03))
    expect(await refundsOf(world, purchase)).toMatchObject([{ status: 'succeeded' }])
    expect(returnedCents(world, purchase)).toBe(1_000)
  })
})

describe('Stripe’s book and ours', () => {
  it('agree on every refund that left or came back, line by line', async () => {
    const purchase = await aPurchase(world)
    await ask(purchase)
    await send(world)
    world.stripe.payments.endRefund((await refundsOf(world, purchase))[0]?.stripeRefundId ?? '', 'failed')
    const orders = await world.database.order.findMany({ where: { status: 'paid' } })
    for (const order of orders) await book(world, { orderId: order.id })
    const { outcome } = await runReconciliation(world.desk, { trigger: 'operator', now: new Date() })
    expect(await world.database.reconciliationBreak.findMany({ where: { resolvedAt: null } })).toEqual([])
    expect(outcome).toBe('proven')
  })
})
