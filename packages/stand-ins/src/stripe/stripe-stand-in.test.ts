// What the Stripe stand-in promises, seen through the real SDK, a real webhook receiver and the hosted page.

import { mkdtempSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Stripe from 'stripe'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { type StripeStandIn, startStripeStandIn } from './start-stripe-stand-in.ts'

const secret = 'whsec_test'
let standIn: StripeStandIn
let stripe: Stripe
let receiver: Server
/** Events as the endpoint verified them, in order of arrival. */
let received: Stripe.Event[] = []
let answerStatus = 200

beforeAll(async () => {
  receiver = createServer(async (request, response) => {
    const pieces: Buffer[] = []
    for await (const piece of request) pieces.push(piece)
    const event = await stripe.webhooks.constructEventAsync(Buffer.concat(pieces), String(request.headers['stripe-signature']), secret)
    if (answerStatus === 200) received.push(event)
    response.writeHead(answerStatus).end()
  }).listen(0, '127.0.0.1')
  await new Promise((listening) => receiver.once('listening', listening))
  standIn = await startStripeStandIn({ webhook: { url: receiverUrl(), secret, retryFirstMs: 20 } })
  stripe = clientOf(standIn)
})
afterAll(async () => {
  await standIn.stop()
  receiver.close()
})
afterEach(() => {
  standIn.faults.reset()
  received = []
  answerStatus = 200
})

const receiverUrl = () => `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/webhooks/stripe`
const clientOf = ({ host, port }: StripeStandIn) =>
  new Stripe('sk_test_standin', { host, port, protocol: 'http', telemetry: false, maxNetworkRetries: 0 })

const order = (): Stripe.Checkout.SessionCreateParams => ({
  mode: 'payment',
  client_reference_id: 'order_1',
  customer_email: 'rider@farebox.test',
  line_items: [{ quantity: 1, price_data: { currency: 'usd', unit_amount: 1000, product_data: { name: 'Basic package' } } }],
  metadata: { order: 'order_1' },
  payment_intent_data: { metadata: { order: 'order_1', user: 'user_1' }, transfer_group: 'order_1' },
  success_url: 'http://wallet.localhost/return?session={CHECKOUT_SESSION_ID}',
  cancel_url: 'http://wallet.localhost/packages',
})

const control = (path: string, body?: object) =>
  fetch(`${standIn.url}${path}`, {
    method: 'POST',
    ...(body && { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
  })

const submit = (address: string, fields: Record<string, string>) =>
  fetch(address, { method: 'POST', body: new URLSearchParams(fields), redirect: 'manual' })

const arrived = (type: string) => received.filter((event) => event.type === type)

describe('a paid session', () => {
  it('makes session, intent, charge and balance transaction agree', async () => {
    const created = await stripe.checkout.sessions.create(order())
    expect(created).toMatchObject({ status: 'open', payment_status: 'unpaid', amount_total: 1000, currency: 'usd', payment_intent: null })
    standIn.faults.set({ balanceTransactionDelayMs: 0 })

    const answer = await submit(created.url ?? '', { card: '4242 4242 4242 4242' })
    expect([answer.status, answer.headers.get('location')]).toEqual([303, `http://wallet.localhost/return?session=${created.id}`])
    await expect.poll(() => arrived('charge.updated')).toHaveLength(1)

    const session = await stripe.checkout.sessions.retrieve(created.id, {
      expand: ['payment_intent.latest_charge.balance_transaction', 'line_items'],
    })
    expect(session).toMatchObject({
      status: 'complete',
      payment_status: 'paid',
      url: null,
      metadata: { order: 'order_1' },
      customer_details: { email: 'rider@farebox.test' },
      line_items: { data: [{ description: 'Basic package', amount_total: 1000 }] },
      payment_intent: {
        status: 'succeeded',
        amount_received: 1000,
        metadata: { order: 'order_1', user: 'user_1' },
        transfer_group: 'order_1',
        latest_charge: {
          paid: true,
          amount: 1000,
          payment_method_details: { card: { last4: '4242' } },
          // 2.9 % of $10.00 + 30 ¢.
          balance_transaction: { amount: 1000, fee: 59, net: 941 },
        },
      },
    })
  })

  it('tells the endpoint, signed with its secret, and keeps the events', async () => {
    const { id } = await stripe.checkout.sessions.create(order())
    const since = Math.floor(Date.now() / 1000) - 5
    standIn.pay(id)
    await expect.poll(() => arrived('checkout.session.completed')).toHaveLength(1)
    await expect.poll(() => arrived('payment_intent.succeeded').length + arrived('charge.succeeded').length).toBe(2)
    const [completed] = arrived('checkout.session.completed')
    expect(completed).toMatchObject({ api_version: Stripe.API_VERSION, livemode: false, data: { object: { id, payment_status: 'paid' } } })

    const listed = await stripe.events.list({ type: 'checkout.session.completed', created: { gte: since } })
    expect(listed.data[0]).toMatchObject({ id: completed?.id, data: { object: { id } } })
    expect((await stripe.events.retrieve(completed?.id ?? '')).id).toBe(completed?.id)
    expect((await stripe.events.list({ created: { lt: since - 1000 } })).data).toEqual([])
  })

  it('pages through lists as the SDK asks', async () => {
    const ids: string[] = []
    for (let made = 0; made < 5; made += 1) ids.push((await stripe.checkout.sessions.create(order())).id)
    const seen: string[] = []
    for await (const session of stripe.checkout.sessions.list({ limit: 2 })) {
      seen.push(session.id)
      if (seen.length === 5) break
    }
    expect(seen).toEqual(ids.toReversed())
  })
})

describe('the hosted page', () => {
  it('stays on a decline, with the reason, and takes another card', async () => {
    const { id, url } = await stripe.checkout.sessions.create(order())
    const declined = await submit(url ?? '', { card: '4000000000000002' })
    expect(declined.status).toBe(402)
    expect(await declined.text()).toMatch(/role="alert">Your card was declined/)
    const open = await stripe.checkout.sessions.retrieve(id, { expand: ['payment_intent'] })
    expect(open).toMatchObject({
      status: 'open',
      payment_status: 'unpaid',
      payment_intent: { last_payment_error: { decline_code: 'generic_decline' } },
    })
    expect((await submit(url ?? '', { card: '4242424242424242' })).status).toBe(303)
    const paid = await stripe.checkout.sessions.retrieve(id)
    expect(paid.payment_intent).toBe((open.payment_intent as Stripe.PaymentIntent).id)
  })

  it('asks for authentication, which may be approved or failed', async () => {
    const { id, url } = await stripe.checkout.sessions.create(order())
    const asked = await submit(url ?? '', { card: '4000002500003155' })
    const address = new URL(asked.headers.get('location') ?? '', standIn.url).href
    expect(await (await fetch(address)).text()).toMatch(/Approve[\s\S]*Fail/)
    const failed = await submit(address, { card: '4000002500003155', outcome: 'fail' })
    expect([failed.status, (await stripe.checkout.sessions.retrieve(id)).payment_status]).toEqual([402, 'unpaid'])
    const approved = await submit(address, { card: '4000002500003155', outcome: 'approve' })
    expect([approved.status, (await stripe.checkout.sessions.retrieve(id)).payment_status]).toEqual([303, 'paid'])
  })

  it('shows product, amount and address, says it is a stand-in, and offers a way back', async () => {
    const { url } = await stripe.checkout.sessions.create(order())
    const page = await (await fetch(url ?? '')).text()
    for (const text of [
      'Basic package',
      '$10.00',
      'rider@farebox.test',
      'practice page',
      'http://wallet.localhost/packages',
      '4242 4242 4242 4242',
    ]) {
      expect(page).toContain(text)
    }
  })

  it('charges once however often the form is sent', async () => {
    const { id, url } = await stripe.checkout.sessions.create(order())
    await Promise.all([1, 2, 3].map(() => submit(url ?? '', { card: '4242424242424242' })))
    const { payment_intent } = await stripe.checkout.sessions.retrieve(id)
    expect((await stripe.charges.list({ payment_intent: String(payment_intent) })).data).toHaveLength(1)
  })
})

describe('idempotency keys', () => {
  it('answer the first object again, and say so', async () => {
    const idempotencyKey = `checkout:${Math.random()}`
    const first = await stripe.checkout.sessions.create(order(), { idempotencyKey })
    const again = await stripe.checkout.sessions.create(order(), { idempotencyKey })
    expect(again.id).toBe(first.id)
    expect(again.lastResponse.headers['idempotent-replayed']).toBe('true')
    expect(first.lastResponse.headers['idempotent-replayed']).toBeUndefined()
    const stale = await stripe.checkout.sessions.retrieve(first.id)
    standIn.pay(first.id)
    // A replay is the first answer word for word, not the object as it is now.
    expect((await stripe.checkout.sessions.create(order(), { idempotencyKey })).status).toBe(stale.status)
  })

  it('are forgotten after a day', async () => {
    const idempotencyKey = `checkout:${Math.random()}`
    const first = await stripe.checkout.sessions.create(order(), { idempotencyKey })
    await control('/control/clock', { offsetSeconds: 25 * 3600 })
    const other = await stripe.checkout.sessions.create(order(), { idempotencyKey })
    expect(other.id).not.toBe(first.id)
    expect((await stripe.checkout.sessions.retrieve(first.id)).status).toBe('expired')
    await control('/control/clock', { offsetSeconds: 0 })
  })

  it('find what was done when the answer was lost', async () => {
    const idempotencyKey = `checkout:${Math.random()}`
    const before = (await stripe.checkout.sessions.list({ limit: 100 })).data.length
    // The SDK repeats a dropped connection once by itself, under the same key.
    standIn.faults.set({ api: { next: 1, how: 'drop', path: '/v1/checkout' } })
    const found = await stripe.checkout.sessions.create(order(), { idempotencyKey })
    expect((await stripe.checkout.sessions.retrieve(found.id)).id).toBe(found.id)
    expect((await stripe.checkout.sessions.list({ limit: 100 })).data.length).toBe(before + 1)
  })
})

describe('webhook delivery', () => {
  it('tries again until the endpoint says 2xx', async () => {
    answerStatus = 500
    const { id } = await stripe.checkout.sessions.create(order())
    standIn.pay(id)
    await new Promise((resolve) => setTimeout(resolve, 70))
    expect(received).toEqual([])
    answerStatus = 200
    await expect.poll(() => arrived('checkout.session.completed'), { timeout: 3000 }).toHaveLength(1)
    const { events } = await (await fetch(`${standIn.url}/control/events`)).json()
    const { deliveries } = events.findLast((event: Stripe.Event) => event.type === 'checkout.session.completed')
    expect(deliveries[0].status).toBe(500)
    expect(deliveries.at(-1).status).toBe(200)
  })

  it('fails, duplicates and drops as ordered', async () => {
    standIn.faults.set({ webhooks: { duplicate: true } })
    standIn.pay((await stripe.checkout.sessions.create(order())).id)
    await expect.poll(() => arrived('checkout.session.completed')).toHaveLength(2)
    standIn.faults.reset()
    received = []

    await control('/control/faults', { webhooks: { dropNext: 100 } })
    const { id } = await stripe.checkout.sessions.create(order())
    standIn.pay(id)
    await new Promise((resolve) => setTimeout(resolve, 60))
    expect(arrived('checkout.session.completed')).toEqual([])
    const [dropped] = (await stripe.events.list({ type: 'checkout.session.completed' })).data
    expect(dropped?.data.object).toMatchObject({ id })
    await control(`/control/events/${dropped?.id}/resend`)
    await expect.poll(() => arrived('checkout.session.completed')).toHaveLength(1)
  })

  it('completes unpaid when ordered, and settles later', async () => {
    standIn.faults.set({ completion: 'async' })
    const { id } = await stripe.checkout.sessions.create(order())
    expect(standIn.pay(id)).toMatchObject({ status: 'complete', payment_status: 'unpaid' })
    await expect.poll(() => arrived('checkout.session.completed')).toHaveLength(1)
    await control(`/control/sessions/${id}/async`, { outcome: 'succeeded' })
    await expect.poll(() => arrived('checkout.session.async_payment_succeeded')).toHaveLength(1)
    expect((await stripe.checkout.sessions.retrieve(id)).payment_status).toBe('paid')
  })
})

describe('a dispute', () => {
  it('takes the money and a fee at once, and gives the money back when it is won', async () => {
    const paid = async () => {
      const session = standIn.pay((await stripe.checkout.sessions.create(order())).id)
      await expect.poll(() => arrived('charge.updated').length).toBeGreaterThan(0)
      return String(session.payment_intent)
    }
    const paymentIntent = await paid()
    const { id, charge } = standIn.dispute(paymentIntent)
    expect((await stripe.charges.retrieve(String(charge))).disputed).toBe(true)
    await expect(fetch(`${standIn.url}/control/charges/${charge}/dispute`, { method: 'POST' }).then(({ status }) => status)).resolves.toBe(
      409,
    )
    const lines = async () =>
      (await stripe.balanceTransactions.list({ source: id })).data.map(({ reporting_category, net }) => [reporting_category, net])
    expect(await lines()).toEqual([['dispute', -2_500]])
    await expect.poll(() => arrived('charge.dispute.created')).toHaveLength(1)
    standIn.closeDispute(id, 'won')
    expect(await lines()).toEqual([
      ['dispute_reversal', 1_000],
      ['dispute', -2_500],
    ])
    expect(await stripe.disputes.retrieve(id)).toMatchObject({ status: 'won', payment_intent: paymentIntent })
    const lost = standIn.dispute(await paid())
    standIn.closeDispute(lost.id, 'lost')
    await expect.poll(() => arrived('charge.dispute.closed')).toHaveLength(2)
  })
})

describe('customers', () => {
  it('are created, retrieved, and named on what they buy', async () => {
    const customer = await stripe.customers.create({ email: 'rider@farebox.test', metadata: { user: 'user_1' } })
    expect(await stripe.customers.retrieve(customer.id)).toMatchObject({ email: 'rider@farebox.test', metadata: { user: 'user_1' } })
    const { customer_email: _, ...rest } = order()
    const { id } = await stripe.checkout.sessions.create({ ...rest, customer: customer.id })
    standIn.pay(id)
    const session = await stripe.checkout.sessions.retrieve(id, { expand: ['customer', 'payment_intent'] })
    expect(session).toMatchObject({ customer: { id: customer.id }, payment_intent: { customer: customer.id } })
  })
})

describe('a state file', () => {
  it('keeps sessions and events over a restart, and delivers what was not', async () => {
    const stateFile = join(mkdtempSync(join(tmpdir(), 'stripe-')), 'state', 'stripe.json')
    const before = await startStripeStandIn({ stateFile, webhook: { url: receiverUrl(), secret, retryFirstMs: 60_000 } })
    const { id } = await clientOf(before).checkout.sessions.create(order())
    before.faults.set({ webhooks: { failNext: 100 } })
    before.pay(id)
    await before.stop()
    expect(arrived('checkout.session.completed')).toEqual([])

    const after = await startStripeStandIn({ stateFile, webhook: { url: receiverUrl(), secret } })
    await expect.poll(() => arrived('checkout.session.completed')).toHaveLength(1)
    const session = await clientOf(after).checkout.sessions.retrieve(id, { expand: ['payment_intent.latest_charge.balance_transaction'] })
    expect(session).toMatchObject({ payment_status: 'paid', payment_intent: { latest_charge: { balance_transaction: { fee: 59 } } } })
    await after.stop()
  })
})
