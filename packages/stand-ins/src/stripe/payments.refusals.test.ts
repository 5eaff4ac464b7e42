// What the stand-in refuses of refunds, disputes and saved cards, in the errors the real SDK raises; and what its controls refuse.
import Stripe from 'stripe'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type StripeStandIn, startStripeStandIn } from './start-stripe-stand-in.ts'

let standIn: StripeStandIn
let stripe: Stripe

beforeAll(async () => {
  standIn = await startStripeStandIn()
  const { host, port } = standIn
  stripe = new Stripe('sk_test_standin', { host, port, protocol: 'http', telemetry: false, maxNetworkRetries: 0 })
})
afterAll(() => standIn.stop())

const payment = (more: Partial<Stripe.PaymentIntentCreateParams> = {}) =>
  stripe.paymentIntents.create({
    ...{ amount: 1_000, currency: 'usd', payment_method: 'pm_card_visa', confirm: true, return_url: 'http://wallet.localhost/back' },
    ...more,
  })
const control = (path: string, body: object = {}) =>
  fetch(`${standIn.url}/control${path}`, {
    method: 'POST',
    body: JSON.stringify(body),
    headers: { 'content-type': 'application/json' },
  }).then(({ status }) => status)

it('refuses to give back more than was taken, twice, or what a bank is taking already', async () => {
  const [{ id: payment_intent }, { id: disputed }] = [await payment(), await payment()]
  await stripe.refunds.create({ payment_intent, amount: 900 })
  await expect(stripe.refunds.create({ payment_intent, amount: 101 })).rejects.toMatchObject({
    type: 'StripeInvalidRequestError',
    param: 'amount',
  })
  await stripe.refunds.create({ payment_intent })
  await expect(stripe.refunds.create({ payment_intent })).rejects.toMatchObject({ statusCode: 400, code: 'charge_already_refunded' })
  standIn.dispute(disputed)
  await expect(stripe.refunds.create({ payment_intent: disputed })).rejects.toMatchObject({ code: 'charge_disputed' })
  await expect(stripe.refunds.create({})).rejects.toMatchObject({ statusCode: 400 })
  const { id: unpaid } = await stripe.paymentIntents.create({ amount: 1_000, currency: 'usd' })
  await expect(stripe.refunds.create({ payment_intent: unpaid })).rejects.toMatchObject({ code: 'resource_missing' })
})

it('refuses a payment that cannot be: too small, not confirmed, of somebody else’s card, or without a way back', async () => {
  await expect(payment({ amount: 49 })).rejects.toMatchObject({ code: 'amount_too_small' })
  await expect(stripe.paymentIntents.create({ amount: 100, currency: 'usd', off_session: true })).rejects.toMatchObject({
    param: 'off_session',
  })
  const [{ id: owner }, { id: other }] = [await stripe.customers.create({}), await stripe.customers.create({})]
  const { id: payment_method } = standIn.payments.saveCard(owner, '4242424242424242')
  await expect(payment({ payment_method, customer: other })).rejects.toMatchObject({ code: 'payment_method_unexpected_state' })
  await expect(
    stripe.paymentIntents.create({ amount: 100, currency: 'usd', payment_method, customer: owner, confirm: true }),
  ).rejects.toMatchObject({
    param: 'return_url',
  })
  await expect(payment({ payment_method: 'pm_card_nobody' })).rejects.toMatchObject({ code: 'resource_missing' })
  await expect(stripe.paymentMethods.attach('pm_card_chargeDeclined', { customer: owner })).rejects.toMatchObject({ code: 'card_declined' })
})

it('refuses to end what has ended', async () => {
  const { id } = await payment()
  await expect(stripe.paymentIntents.cancel(id)).rejects.toMatchObject({ code: 'payment_intent_unexpected_state' })
  await expect(stripe.paymentIntents.confirm(id, { payment_method: 'pm_card_visa' })).rejects.toMatchObject({
    code: 'payment_intent_unexpected_state',
  })
  const { id: dispute } = standIn.dispute(id, { amountCents: 400 })
  expect(await control(`/charges/${id}/dispute`)).toBe(409)
  expect(await control(`/disputes/${dispute}`, { outcome: 'closed' })).toBe(409)
  expect(await control(`/disputes/${dispute}`, { outcome: 'lost' })).toBe(200)
  expect(await control(`/disputes/${dispute}`, { outcome: 'won' })).toBe(409)
  expect(await control(`/charges/${id}/dispute`, { amountCents: 601 })).toBe(409)
  await expect(stripe.disputes.update(dispute, { submit: true })).rejects.toMatchObject({ statusCode: 400 })
})

it('takes no evidence after its deadline', async () => {
  const { id } = standIn.dispute((await payment()).id)
  standIn.advance(8 * 86_400)
  await expect(stripe.disputes.update(id, { submit: true })).rejects.toThrow(/past due/)
  expect((await stripe.disputes.retrieve(id)).evidence_details.past_due).toBe(true)
})
