// What the Stripe stand-in refuses, in the errors the real SDK raises.
import Stripe from 'stripe'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { type StripeStandIn, startStripeStandIn } from './start-stripe-stand-in.ts'

let standIn: StripeStandIn
let stripe: Stripe

beforeAll(async () => {
  standIn = await startStripeStandIn()
  stripe = clientWith('sk_test_standin')
})
afterAll(() => standIn.stop())
afterEach(() => standIn.faults.reset())

const clientWith = (key: string) =>
  new Stripe(key, { host: standIn.host, port: standIn.port, protocol: 'http', telemetry: false, maxNetworkRetries: 0 })

const item = (unit_amount: number) => ({ quantity: 1, price_data: { currency: 'usd', unit_amount, product_data: { name: 'Basic' } } })
const order = (more: Partial<Stripe.Checkout.SessionCreateParams> = {}): Stripe.Checkout.SessionCreateParams => ({
  mode: 'payment',
  line_items: [item(1000)],
  success_url: 'http://wallet.localhost/return',
  ...more,
})
const create = (more: Partial<Stripe.Checkout.SessionCreateParams> = {}, options?: Stripe.RequestOptions) =>
  stripe.checkout.sessions.create(order(more), options)

it('refuses a wrong key and a live key', async () => {
  for (const key of ['sk_test_invalid', 'sk_live_abcdefgh', 'nonsense']) {
    await expect(clientWith(key).customers.create({})).rejects.toBeInstanceOf(Stripe.errors.StripeAuthenticationError)
  }
})

it.each([
  ['too small', { line_items: [item(49)] }, { code: 'amount_too_small' }],
  ['no success_url', { success_url: undefined }, { code: 'parameter_missing', param: 'success_url' }],
  ['off the web', { success_url: 'javascript:alert(1)' }, { param: 'success_url' }],
  ['unknown customer', { customer: 'cus_nobody' }, { code: 'resource_missing', param: 'customer' }],
  ['expires too soon', { expires_at: Math.floor(Date.now() / 1000) + 60 }, { param: 'expires_at' }],
  ['removed parameter', { payment_method_types: ['card'] }, { code: 'parameter_unknown', param: 'payment_method_types' }],
  ['a negative amount', { line_items: [item(-1)] }, { param: 'line_items[0][price_data][unit_amount]' }],
])('refuses a session: %s', async (_, more, expected) => {
  await expect(create(more as Partial<Stripe.Checkout.SessionCreateParams>)).rejects.toMatchObject({
    type: 'StripeInvalidRequestError',
    ...expected,
  })
})

it('refuses another body under the same idempotency key', async () => {
  const idempotencyKey = 'checkout:order_1'
  await create({}, { idempotencyKey })
  await expect(create({ line_items: [item(2000)] }, { idempotencyKey })).rejects.toBeInstanceOf(Stripe.errors.StripeIdempotencyError)
})

it('does not keep a refused parameter under the key, but keeps a failure that had begun', async () => {
  await expect(create({ success_url: 'nowhere' }, { idempotencyKey: 'fixable' })).rejects.toMatchObject({ param: 'success_url' })
  await expect(create({}, { idempotencyKey: 'fixable' })).resolves.toMatchObject({ status: 'open' })
  standIn.faults.set({ api: { next: 1, how: 'after', path: '/' } })
  await expect(create({}, { idempotencyKey: 'poisoned' })).rejects.toMatchObject({ statusCode: 500 })
  await expect(create({}, { idempotencyKey: 'poisoned' })).rejects.toMatchObject({ statusCode: 500 })
})

it('refuses to find what is not there', async () => {
  await expect(stripe.checkout.sessions.retrieve('cs_test_none')).rejects.toMatchObject({ statusCode: 404, code: 'resource_missing' })
  await expect(stripe.paymentIntents.retrieve('pi_none')).rejects.toMatchObject({ code: 'resource_missing' })
  await expect(stripe.checkout.sessions.list({ starting_after: 'cs_none' })).rejects.toMatchObject({ param: 'starting_after' })
  expect((await fetch(`${standIn.url}/c/pay/cs_test_none`)).status).toBe(404)
})

it('expires a session once, and never lets it be paid', async () => {
  const { id, url } = await create()
  expect(await stripe.checkout.sessions.expire(id)).toMatchObject({ status: 'expired', url: null })
  await expect(stripe.checkout.sessions.expire(id)).rejects.toThrow(/can be expired/)
  const answer = await fetch(url ?? '', {
    method: 'POST',
    body: new URLSearchParams({ card: '4242424242424242', email: 'a@b.test' }),
    redirect: 'manual',
  })
  expect(answer.status).toBe(410)
  expect((await stripe.checkout.sessions.retrieve(id)).payment_status).toBe('unpaid')
})

it('asks for an address it does not know, and escapes what is typed', async () => {
  const { url } = await create()
  const answer = await fetch(url ?? '', {
    method: 'POST',
    body: new URLSearchParams({ card: '4242424242424242', email: '"><script>' }),
    redirect: 'manual',
  })
  const page = await answer.text()
  expect(answer.status).toBe(402)
  expect(page).toContain('Enter an e-mail address')
  expect(page).not.toContain('<script>')
})
