// A top-up, from the order to the credit, against a Stripe that speaks the real protocol.
import { opened, payIn } from '@farebox/ledger/testing'
import { parseDollars } from '@farebox/money'
import { describe, expect, it, vi } from 'vitest'
import { followPayments } from '../payments/follow-payments.ts'
import { unknownBuyer } from '../risk/admit-buyer.ts'
import { anOpenOrder, aPaidOrder, aWallet, balanceOf, topUpWorld, walletUrl } from '../testing/top-up-world.ts'
import { completeOrder } from './complete-order.ts'
import { handleStripeEvent } from './handle-stripe-event.ts'
import { openCheckout } from './open-checkout.ts'
import { firstPackages, packagesOn } from './packages.ts'
import { requeueStripeEvents } from './requeue-stripe-events.ts'
import { sweepStripe } from './sweep-stripe.ts'

const world = opened(topUpWorld)

const statusOf = async (orderId: string) => (await world.database.order.findUniqueOrThrow({ where: { id: orderId } })).status
const soon = (check: () => Promise<void>) => vi.waitFor(check, { timeout: 10_000, interval: 50 })

describe('a top-up', () => {
  it('S13: sells $5 as $4.05, $10 as $8.50, $25 as $22.50 and $50 as $46.50', async () => {
    for (const { name, priceCents, credit } of firstPackages) {
      const { orderId, sessionId, walletId } = await anOpenOrder(world, name)
      const paid = world.stripe.pay(sessionId)
      expect(paid.amount_total).toBe(priceCents)
      await completeOrder(world.till, orderId, new Date())
      expect(await balanceOf(world.database, walletId)).toBe(parseDollars(credit))
    }
    const sold = (await packagesOn(world.database, new Date())).map(({ priceCents, creditMicrocents }) => [priceCents, creditMicrocents])
    expect(sold).toEqual([
      [500, 405_000_000n],
      [1_000, 850_000_000n],
      [2_500, 2_250_000_000n],
      [5_000, 4_650_000_000n],
    ])
  })

  it('is credited by the webhook alone: signed, stored, handled by a job', async () => {
    const { orderId, sessionId, walletId } = await anOpenOrder(world)
    world.stripe.pay(sessionId)
    await soon(async () => expect(await balanceOf(world.database, walletId)).toBe(850_000_000n))
    await soon(async () => expect(world.receipts).toContain(orderId))
    const events = await world.database.stripeEvent.findMany({ where: { type: 'checkout.session.completed' } })
    expect(events.length).toBeGreaterThan(0)
  })

  it('books what Stripe kept when its balance transaction appears, and the clearing account returns to zero', async () => {
    const { orderId, sessionId, walletId } = await anOpenOrder(world)
    world.stripe.pay(sessionId)
    await soon(async () => expect((await world.database.order.findUniqueOrThrow({ where: { id: orderId } })).feeBookedAt).not.toBeNull())
    expect(await balanceOf(world.database, walletId)).toBe(850_000_000n)
    const fees = await world.database.transfer.findMany({ where: { debitKind: 'stripe_fee', amountMicrocents: 59_000_000n } })
    expect(fees.length).toBeGreaterThan(0)
  })

  it('M37, G49: credits once when the same event is delivered and handled 10 times at once', async () => {
    const { orderId, sessionId, walletId } = await anOpenOrder(world)
    world.stripe.pay(sessionId)
    const event = world.stripe
      .events()
      .findLast(({ type, data }) => type === 'checkout.session.completed' && idOf(data.object) === sessionId)
    await soon(async () => expect(await world.database.stripeEvent.count({ where: { id: event?.id ?? '' } })).toBe(1))
    await world.database.stripeEvent.update({ where: { id: event?.id ?? '' }, data: { status: 'stored' } })
    await Promise.all(Array.from({ length: 10 }, () => handleStripeEvent(world.till, event?.id ?? '', new Date())))
    expect(await balanceOf(world.database, walletId)).toBe(850_000_000n)
    await expectOneCredit(orderId)
  })

  it('M38: credits once when the webhooks and 10 return pages arrive together', async () => {
    const { orderId, sessionId, walletId } = await anOpenOrder(world)
    world.stripe.pay(sessionId)
    const answers = await Promise.all(Array.from({ length: 10 }, () => completeOrder(world.till, orderId, new Date())))
    expect(new Set(answers)).toEqual(new Set(['paid']))
    await soon(async () => {
      const waiting = await world.database.stripeEvent.count({ where: { status: { not: 'handled' } } })
      expect(waiting).toBe(0)
    })
    expect(await balanceOf(world.database, walletId)).toBe(850_000_000n)
    await expectOneCredit(orderId)
  })

  it('M48: a sweep of Stripe’s own list repairs an outage in which no webhook came', async () => {
    world.stripe.setWebhook(undefined)
    const { sessionId, walletId } = await anOpenOrder(world)
    world.stripe.pay(sessionId)
    expect(await sweepStripe(world.till, new Date())).toBeGreaterThan(0)
    await soon(async () => expect(await balanceOf(world.database, walletId)).toBe(850_000_000n))
    await soon(async () => expect(await sweepStripe(world.till, new Date())).toBe(0))
    expect(await balanceOf(world.database, walletId)).toBe(850_000_000n)
  })

  it('M48: an event whose job was lost is queued again and handled', async () => {
    world.stripe.setWebhook(undefined)
    const { orderId, sessionId, walletId } = await anOpenOrder(world)
    world.stripe.pay(sessionId)
    const event = eventsOf(orderId).find(({ type }) => type === 'checkout.session.completed')
    const received = {
      id: event?.id ?? '',
      type: 'checkout.session.completed',
      livemode: false,
      payload: JSON.parse(JSON.stringify(event)),
    }
    await world.database.stripeEvent.create({ data: { ...received, receivedAt: new Date(Date.now() - 11 * 60_000) } })
    expect(await requeueStripeEvents(world.database, new Date())).toBe(1)
    await soon(async () => expect(await balanceOf(world.database, walletId)).toBe(850_000_000n))
    expect(await requeueStripeEvents(world.database, new Date())).toBe(0)
  })

  it('books the other fees when one of them cannot be booked', async () => {
    world.stripe.setWebhook(undefined)
    const { id: orderId } = await aPaidOrder(world)
    const { walletId } = await aWallet(world.database)
    await payIn(world.database, { walletId, creditMicrocents: parseDollars('1') })
    const feeBookedAt = async () => (await world.database.order.findUniqueOrThrow({ where: { id: orderId } })).feeBookedAt
    await soon(async () => {
      await expect(followPayments(world.till, new Date())).rejects.toThrow(/1 payments could not be followed/)
      expect(await feeBookedAt()).not.toBeNull()
    })
  })

  it('M49: credits a session that our side called expired, when Stripe says it is paid', async () => {
    const { orderId, sessionId, walletId } = await anOpenOrder(world)
    await world.database.order.update({ where: { id: orderId }, data: { status: 'expired' } })
    world.stripe.pay(sessionId)
    expect(await completeOrder(world.till, orderId, new Date())).toBe('paid')
    expect(await balanceOf(world.database, walletId)).toBe(850_000_000n)
  })

  it('M50: two open orders of one wallet, both paid, are two credits', async () => {
    const first = await anOpenOrder(world)
    const second = await anOpenOrder(world)
    await world.database.order.update({ where: { id: second.orderId }, data: { walletId: first.walletId } })
    world.stripe.pay(first.sessionId)
    world.stripe.pay(second.sessionId)
    await completeOrder(world.till, first.orderId, new Date())
    await completeOrder(world.till, second.orderId, new Date())
    expect(await balanceOf(world.database, first.walletId)).toBe(1_700_000_000n)
  })

  it('asks Stripe for one session however often the buyer presses pay', async () => {
    const { orderId, sessionId } = await anOpenOrder(world)
    await world.database.order.update({ where: { id: orderId }, data: { status: 'created', stripeSessionId: null } })
    const pages = await Promise.all(
      [1, 2, 3].map(() => openCheckout(world.till, { orderId, walletUrl, buyer: unknownBuyer, now: new Date() })),
    )
    expect(new Set(pages).size).toBe(1)
    expect((await world.database.order.findUniqueOrThrow({ where: { id: orderId } })).stripeSessionId).toBe(sessionId)
  })

  it('leads a buyer who paid already to the return page, without a second session', async () => {
    const { id: orderId } = await aPaidOrder(world)
    expect(await openCheckout(world.till, { orderId, walletUrl, buyer: unknownBuyer, now: new Date() })).toMatch(/\/return$/)
    expect(await statusOf(orderId)).toBe('paid')
  })
})

/** One lot, which the order names, and one receipt. */
async function expectOneCredit(orderId: string): Promise<void> {
  const { walletId, lotId } = await world.database.order.findUniqueOrThrow({ where: { id: orderId } })
  const lots = await world.database.lot.findMany({ where: { walletId: walletId ?? '' }, select: { id: true } })
  expect(lots).toEqual([{ id: lotId }])
  await soon(async () => expect(world.receipts).toContain(orderId))
  expect(world.receipts.filter((each) => each === orderId)).toHaveLength(1)
}

const idOf = (object: object) => ('id' in object ? object.id : undefined)

function eventsOf(orderId: string) {
  return world.stripe.events().filter(({ data }) => JSON.stringify(data.object).includes(orderId))
}
