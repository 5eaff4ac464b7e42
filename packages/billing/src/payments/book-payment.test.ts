// Whatever Stripe says of a payment, in whatever order, as often as it likes, after any outage: the books end the same.
import { newId } from '@farebox/db'
import { connectAsOwner } from '@farebox/db/testing'
import { dollars, opened } from '@farebox/ledger/testing'
import { describe, expect, it } from 'vitest'
import { watchMoneyIn } from '../refunds/watch-money-in.ts'
import { moneyOf, refundWorld, returnedCents } from '../testing/refund-world.ts'
import { anOpenOrder, type OpenOrder } from '../testing/top-up-world.ts'
import { completeOrder } from '../topups/complete-order.ts'
import { eventHandlers } from '../topups/events/handlers.ts'
import { handleStripeEvent } from '../topups/handle-stripe-event.ts'
import { sweepStripe } from '../topups/sweep-stripe.ts'

const world = opened(refundWorld)

type Story = OpenOrder & { paymentIntent: string }

/** Paid at Stripe, and we have not heard of it. */
async function paid(): Promise<Story> {
  const opened = await anOpenOrder(world)
  const { payment_intent } = world.stripe.pay(opened.sessionId)
  const told = { ...opened, paymentIntent: String(payment_intent) }
  await expect.poll(() => eventOf(told, 'charge.updated')?.type, { interval: 5 }).toBe('charge.updated')
  return told
}

/** Paid; $4.00 go back; the bank takes the rest, and gives it back again. Each step is an event or several, and nobody hears them yet. */
async function story(): Promise<Story> {
  const told = await paid()
  const { paymentIntent } = told
  world.stripe.payments.refund(paymentIntent, { amountCents: 400 })
  const { id } = world.stripe.dispute(paymentIntent, { amountCents: 600 })
  world.stripe.closeDispute(id, 'won')
  return told
}

const eventOf = ({ paymentIntent, sessionId }: Story, type: string) =>
  world.stripe.events().find((event) => {
    const text = JSON.stringify(event.data.object)
    return event.type === type && (text.includes(paymentIntent) || text.includes(sessionId))
  })

async function deliver(of: Story, type: string): Promise<void> {
  const event = eventOf(of, type)
  const id = event?.id ?? ''
  const payload = JSON.parse(JSON.stringify(event))
  await world.database.stripeEvent.createMany({ data: [{ id, type, livemode: false, payload }], skipDuplicates: true })
  await world.database.stripeEvent.update({ where: { id }, data: { status: 'stored' } })
  await handleStripeEvent(world.till, id, new Date())
}

async function endOf({ orderId, walletId }: Story) {
  const { status, feeBookedAt } = await world.database.order.findUniqueOrThrow({ where: { id: orderId } })
  const refunds = await world.database.refund.findMany({ where: { orderId } })
  const disputes = await world.database.dispute.findMany({ where: { orderId } })
  return {
    ...{ status, isFeeBooked: feeBookedAt !== null, money: await moneyOf(world, walletId) },
    refunds: refunds.map(({ status, creditMicrocents, feeMicrocents }) => ({ status, creditMicrocents, feeMicrocents })),
    disputes: disputes.map(({ phase }) => phase),
  }
}

const inOrder = ['checkout.session.completed', 'charge.updated', 'charge.refunded', 'charge.dispute.created', 'charge.dispute.closed']
const expected = {
  ...{ status: 'paid', isFeeBooked: true, money: { available: dollars('5.10'), held: 0n, owed: 0n } },
  refunds: [{ status: 'succeeded', creditMicrocents: dollars('3.40'), feeMicrocents: dollars('0.60') }],
  disputes: ['won'],
}

describe('events of one payment', () => {
  it('M41: end the same in every order, each once or twice', async () => {
    const orders = [inOrder, inOrder.toReversed(), [2, 0, 4, 1, 3], [3, 1, 2, 4, 0]]
    for (const [round, order] of orders.entries()) {
      const told = await story()
      for (const place of order) {
        const type = typeof place === 'number' ? (inOrder[place] ?? '') : place
        await deliver(told, type)
        if (round % 2 === 1) await deliver(told, type)
      }
      expect(await endOf(told)).toEqual(expected)
    }
  })

  it('M41: and where each one is heard only after the next thing has happened', async () => {
    const told = await paid()
    world.stripe.payments.refund(told.paymentIntent, { amountCents: 400 })
    await deliver(told, 'charge.refunded')
    const { id } = world.stripe.dispute(told.paymentIntent, { amountCents: 600 })
    await deliver(told, 'checkout.session.completed')
    expect(await endOf(told)).toMatchObject({ disputes: ['open'], money: { available: 0n } })
    world.stripe.closeDispute(id, 'won')
    await deliver(told, 'charge.dispute.created')
    await deliver(told, 'charge.updated')
    expect(await endOf(told)).toEqual(expected)
  })

  it('M38: complete a purchase whose session we had not noted yet; the session is noted when it is heard of', async () => {
    const told = await paid()
    await world.database.order.update({ where: { id: told.orderId }, data: { status: 'created', stripeSessionId: null } })
    await deliver(told, 'payment_intent.succeeded')
    expect(await endOf(told)).toMatchObject({ status: 'paid', money: { available: dollars('8.50') } })
    await deliver(told, 'checkout.session.completed')
    expect(await endOf(told)).toMatchObject({ status: 'paid', money: { available: dollars('8.50') } })
    const { stripeSessionId, paymentIntent } = await world.database.order.findUniqueOrThrow({ where: { id: told.orderId } })
    expect({ stripeSessionId, paymentIntent }).toEqual({ stripeSessionId: told.sessionId, paymentIntent: told.paymentIntent })
  })

  it('M62: a refund and a lost dispute of one payment take its price, its credit and its fee exactly once', async () => {
    const told = await paid()
    world.stripe.payments.refund(told.paymentIntent, { amountCents: 400 })
    const { id } = world.stripe.dispute(told.paymentIntent, { amountCents: 600 })
    world.stripe.closeDispute(id, 'lost')
    await deliver(told, 'charge.dispute.closed')
    expect(await endOf(told)).toMatchObject({ disputes: ['lost'], refunds: expected.refunds, money: { available: 0n, owed: 0n } })
    const dispute = await world.database.dispute.findFirstOrThrow({ where: { orderId: told.orderId } })
    expect(dispute).toMatchObject({ walletMicrocents: dollars('5.10'), packageMicrocents: dollars('0.90'), lossMicrocents: 0n })
  })

  it('M31: nothing is half done where the worker dies after the effect and before it says so; the next one does it once', async () => {
    const told = await story()
    const owner = await connectAsOwner(world.ledger.url)
    await owner.query(`
      create function die() returns trigger language plpgsql as $$ begin perform pg_terminate_backend(pg_backend_pid()); return new; end $$;
      create trigger dies before update on stripe_event for each row when (new.status = 'handled') execute function die()`)
    await expect(deliver(told, 'charge.refunded')).rejects.toThrow()
    await owner.query('drop trigger dies on stripe_event')
    await owner.end()
    expect(await endOf(told)).toMatchObject({ status: 'open', refunds: [], money: { available: 0n } })
    await deliver(told, 'charge.refunded')
    await deliver(told, 'charge.refunded')
    expect(await endOf(told)).toEqual(expected)
  })

  it('M48: four days without a webhook: one sweep hears of everything that happened meanwhile', async () => {
    const day = 86_400
    await sweepStripe(world.till, new Date())
    await world.database.stripeEvent.updateMany({ data: { status: 'handled', handledAt: new Date() } })
    const opened = await anOpenOrder(world)
    const paymentIntent = String(world.stripe.pay(opened.sessionId).payment_intent)
    world.stripe.advance(day)
    world.stripe.payments.refund(paymentIntent, { amountCents: 400 })
    world.stripe.advance(day)
    const { id } = world.stripe.dispute(paymentIntent, { amountCents: 600 })
    world.stripe.advance(2 * day)
    world.stripe.closeDispute(id, 'won')
    const after = new Date(Date.now() + 4 * day * 1_000)
    expect(await sweepStripe(world.till, after)).toBeGreaterThan(4)
    const waiting = await world.database.stripeEvent.findMany({ where: { status: 'stored' } })
    for (const event of waiting) await handleStripeEvent(world.till, event.id, after)
    expect(await endOf({ ...opened, paymentIntent })).toEqual(expected)
    expect(returnedCents(world, opened)).toBe(400)
    expect(await sweepStripe(world.till, after)).toBe(0)
  })
})

/** A payment made with our key, whose metadata names an order. */
async function paymentNaming(orderId: string, amountCents: number): Promise<string> {
  const answer = await fetch(`${world.stripe.url}/v1/payment_intents`, {
    method: 'POST',
    headers: { authorization: 'Bearer sk_test_farebox', 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({
      ...{ amount: String(amountCents), currency: 'usd', payment_method: 'pm_card_visa', confirm: 'true' },
      ...{ return_url: 'http://wallet.localhost/', 'metadata[order]': orderId },
    }),
  })
  const { id } = (await answer.json()) as { id: string }
  return id
}

const succeeded = (paymentIntent: string) =>
  eventHandlers['payment_intent.succeeded']?.(
    world.till,
    { id: paymentIntent, object: 'payment_intent' },
    { id: 'evt', type: 'x', account: null },
  )

describe('a payment that names an order', () => {
  it('M51: is not believed where the order has a session of its own: that decides', async () => {
    const victim = await anOpenOrder(world)
    const booking = await succeeded(await paymentNaming(victim.orderId, 1_000))
    await world.database.$transaction(async (transaction) => booking?.(transaction, new Date()))
    expect(await moneyOf(world, victim.walletId)).toMatchObject({ available: 0n })
    world.stripe.pay(victim.sessionId)
    expect(await completeOrder(world.till, victim.orderId, new Date())).toBe('paid')
  })

  it('M44: of another amount is put aside, and an operator is told once', async () => {
    const opened = await anOpenOrder(world)
    await world.database.order.update({ where: { id: opened.orderId }, data: { stripeSessionId: null } })
    const booking = await succeeded(await paymentNaming(opened.orderId, 999))
    await world.database.$transaction(async (transaction) => booking?.(transaction, new Date()))
    const order = await world.database.order.findUniqueOrThrow({ where: { id: opened.orderId } })
    expect(order).toMatchObject({ status: 'quarantined', quarantineReason: 'paid 999 cents of 1000' })
    expect(await watchMoneyIn(world.desk, new Date())).toBe(1)
    expect(await watchMoneyIn(world.desk, new Date())).toBe(0)
  })

  it('completes an order without a session, as a saved card pays; and names nobody’s order where there is none', async () => {
    const opened = await anOpenOrder(world)
    await world.database.order.update({ where: { id: opened.orderId }, data: { stripeSessionId: null } })
    const booking = await succeeded(await paymentNaming(opened.orderId, 1_000))
    await world.database.$transaction(async (transaction) => booking?.(transaction, new Date()))
    expect(await moneyOf(world, opened.walletId)).toMatchObject({ available: dollars('8.50') })
    expect(await succeeded(await paymentNaming(newId(), 1_000))).toBeUndefined()
    expect(await succeeded(await paymentNaming('nonsense', 1_000))).toBeUndefined()
  })
})
