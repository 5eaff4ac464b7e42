// What Farebox counts on Stripe for where money goes back and cards are saved. Stripe's own test cards make each thing happen.
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import type Stripe from 'stripe'
import { check, refusal } from './contract-check.ts'

type Intent = Stripe.PaymentIntent

const returnUrl = 'https://example.com/back'

const pay = (stripe: Stripe, payment_method: string, amount = 1_000): Promise<Intent> =>
  stripe.paymentIntents.create({
    ...{ amount, currency: 'usd', payment_method, confirm: true, return_url: returnUrl, metadata: { order: 'contract' } },
    expand: ['latest_charge'],
  })

/** Some things happen a while later at Stripe: within a minute. */
async function eventually<T>(read: () => Promise<T | undefined>): Promise<T> {
  for (let tries = 0; tries < 120; tries += 1) {
    const found = await read()
    if (found !== undefined) return found
    await wait(tries < 20 ? 25 : 500)
  }
  throw new assert.AssertionError({ message: 'It did not happen within a minute.' })
}

const refundChecks = [
  check('gives a part back, then the rest, each with its line, and no more', async ({ stripe, fund }) => {
    await fund(2_000)
    const { id: payment_intent } = await pay(stripe, 'pm_card_visa')
    const idempotencyKey = `contract:${randomUUID()}`
    const asked = { payment_intent, amount: 300, metadata: { refund: 'contract' } }
    const part = await stripe.refunds.create(asked, { idempotencyKey })
    assert.equal((await stripe.refunds.create(asked, { idempotencyKey })).id, part.id)
    assert.deepEqual([part.status, part.amount, part.metadata], ['succeeded', 300, { refund: 'contract' }])
    const line = await stripe.balanceTransactions.retrieve(String(part.balance_transaction))
    assert.deepEqual([line.reporting_category, line.amount, line.fee, line.source], ['refund', -300, 0, part.id])
    const tooMuch = await refusal(stripe.refunds.create({ payment_intent, amount: 701 }))
    assert.equal(tooMuch.statusCode, 400)
    await stripe.refunds.create({ payment_intent })
    assert.equal((await refusal(stripe.refunds.create({ payment_intent }))).code, 'charge_already_refunded')
    const found = (await stripe.refunds.list({ payment_intent })).data
    assert.deepEqual([found.map(({ amount }) => amount), found.at(-1)?.id], [[700, 300], part.id])
    const { latest_charge: charge } = await stripe.paymentIntents.retrieve(payment_intent, { expand: ['latest_charge'] })
    assert.ok(charge !== null && typeof charge === 'object')
    assert.deepEqual([charge.amount_refunded, charge.refunded], [1_000, true])
  }),
  check('lets a refund fail later, and brings the money back with a line of its own', async ({ stripe, fund }) => {
    await fund(2_000)
    const { id: payment_intent } = await pay(stripe, 'pm_card_refundFail')
    const { id } = await stripe.refunds.create({ payment_intent })
    const failed = await eventually(async () => {
      const refund = await stripe.refunds.retrieve(id, { expand: ['failure_balance_transaction'] })
      return refund.status === 'failed' ? refund : undefined
    })
    const line = failed.failure_balance_transaction
    assert.ok(line !== undefined && typeof line === 'object')
    assert.deepEqual([line.reporting_category, line.amount], ['refund_failure', 1_000])
    assert.ok(failed.failure_reason)
  }),
]

const disputeChecks = [
  check('disputes a payment: the money and a fee leave at once, in one line, and evidence may be given once', async ({ stripe }) => {
    const { id: payment_intent } = await pay(stripe, 'pm_card_createDispute')
    const dispute = await eventually(async () => (await stripe.disputes.list({ payment_intent })).data[0])
    assert.deepEqual([dispute.status, dispute.reason, dispute.is_charge_refundable], ['needs_response', 'fraudulent', false])
    const [line] = dispute.balance_transactions
    assert.ok(line)
    assert.deepEqual([line.reporting_category, line.amount, line.source], ['dispute', -1_000, dispute.id])
    assert.ok(line.fee > 0)
    assert.equal((await refusal(stripe.refunds.create({ payment_intent }))).code, 'charge_disputed')
    // The text decides a test dispute at Stripe.
    const sent = await stripe.disputes.update(dispute.id, { evidence: { uncategorized_text: 'winning_evidence' }, submit: true })
    assert.ok(['under_review', 'won'].includes(sent.status), sent.status)
    assert.equal(sent.evidence_details.submission_count, 1)
  }),
  check('gives a dispute up when told to', async ({ stripe }) => {
    const { id: payment_intent } = await pay(stripe, 'pm_card_createDisputeProductNotReceived')
    const { id } = await eventually(async () => (await stripe.disputes.list({ payment_intent })).data[0])
    assert.equal((await stripe.disputes.close(id)).status, 'lost')
    assert.equal((await refusal(stripe.disputes.close(id))).statusCode, 400)
  }),
  check('inquires without moving money', async ({ stripe }) => {
    const { id: payment_intent } = await pay(stripe, 'pm_card_createDisputeInquiry')
    const inquiry = await eventually(async () => (await stripe.disputes.list({ payment_intent })).data[0])
    assert.deepEqual([inquiry.status, inquiry.balance_transactions, inquiry.is_charge_refundable], ['warning_needs_response', [], true])
  }),
  check('warns of fraud, by payment', async ({ stripe }) => {
    const { id: payment_intent } = await pay(stripe, 'pm_card_createIssuerFraudRecord')
    const warning = await eventually(async () => (await stripe.radar.earlyFraudWarnings.list({ payment_intent })).data[0])
    assert.deepEqual(
      [warning.object, typeof warning.actionable, typeof warning.fraud_type],
      ['radar.early_fraud_warning', 'boolean', 'string'],
    )
  }),
]

const cardChecks = [
  check('keeps a card with a customer, and charges it while its owner is away', async ({ stripe }) => {
    const { id: customer } = await stripe.customers.create({ email: 'contract@example.com' })
    const { id: payment_method } = await stripe.paymentMethods.attach('pm_card_visa', { customer })
    const [card] = (await stripe.customers.listPaymentMethods(customer, { type: 'card' })).data
    assert.equal(card?.id, payment_method)
    assert.match(card?.card?.fingerprint ?? '', /^\w{8,}$/)
    assert.equal(card?.card?.country, 'US')
    const away = { amount: 1_000, currency: 'usd', customer, payment_method, off_session: true, confirm: true, return_url: returnUrl }
    const cardOnly = { ...away, allowed_payment_method_types: ['card'] } satisfies Stripe.PaymentIntentCreateParams
    assert.equal((await stripe.paymentIntents.create(cardOnly)).status, 'succeeded')
    assert.ok((await stripe.paymentIntents.list({ customer })).data.length === 1)
    await stripe.paymentMethods.detach(payment_method)
    assert.equal((await refusal(stripe.paymentIntents.create(cardOnly))).statusCode, 400)
  }),
  check('asks for the owner where their bank wants to see them, and sends them there', async ({ stripe }) => {
    const { id: customer } = await stripe.customers.create({ email: 'contract@example.com' })
    const { id: payment_method } = await stripe.paymentMethods.attach('pm_card_authenticationRequired', { customer })
    const away = { amount: 1_000, currency: 'usd', customer, payment_method, off_session: true, confirm: true, return_url: returnUrl }
    const asked = await refusal(stripe.paymentIntents.create({ ...away, allowed_payment_method_types: ['card'] }))
    assert.deepEqual([asked.statusCode, asked.type, asked.code], [402, 'StripeCardError', 'authentication_required'])
    const { id, status } = asked.payment_intent ?? assert.fail('the error names no payment')
    assert.equal(status, 'requires_payment_method')
    const waiting = await stripe.paymentIntents.confirm(id, { payment_method, return_url: returnUrl })
    assert.equal(waiting.status, 'requires_action')
    assert.match(waiting.next_action?.redirect_to_url?.url ?? '', /^https?:\/\//)
    assert.equal((await stripe.paymentIntents.cancel(id)).status, 'canceled')
  }),
  check('says why a saved card was declined', async ({ stripe }) => {
    const { id: customer } = await stripe.customers.create({ email: 'contract@example.com' })
    const { id: payment_method } = await stripe.paymentMethods.attach('pm_card_chargeCustomerFail', { customer })
    const away = { amount: 1_000, currency: 'usd', customer, payment_method, off_session: true, confirm: true, return_url: returnUrl }
    const declined = await refusal(stripe.paymentIntents.create(away))
    assert.deepEqual([declined.statusCode, declined.code, typeof declined.decline_code], [402, 'card_declined', 'string'])
    assert.equal(declined.payment_intent?.last_payment_error?.code, 'card_declined')
  }),
  check('says how risky a payment was, and blocks what it must', async ({ stripe }) => {
    const { latest_charge: charge } = await pay(stripe, 'pm_card_visa')
    assert.ok(charge !== null && typeof charge === 'object')
    assert.equal(charge.outcome?.risk_level, 'normal')
    const blocked = await refusal(pay(stripe, 'pm_card_radarBlock'))
    assert.deepEqual([blocked.statusCode, blocked.code], [402, 'card_declined'])
  }),
  check('expires a session once', async ({ stripe }) => {
    const { id } = await stripe.checkout.sessions.create({
      ...{ mode: 'payment', success_url: returnUrl, payment_intent_data: { setup_future_usage: 'off_session' } },
      line_items: [{ quantity: 1, price_data: { currency: 'usd', unit_amount: 1_000, product_data: { name: 'Contract' } } }],
    })
    const expired = await stripe.checkout.sessions.expire(id)
    assert.deepEqual([expired.status, expired.url], ['expired', null])
    assert.equal((await refusal(stripe.checkout.sessions.expire(id))).statusCode, 400)
  }),
]

export const paymentChecks = [...refundChecks, ...disputeChecks, ...cardChecks]
