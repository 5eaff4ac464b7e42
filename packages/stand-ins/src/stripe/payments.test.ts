// Refunds, disputes, warnings and saved cards through the real SDK: what moved, what each object says, which events left.
import Stripe from 'stripe'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { type StripeStandIn, startStripeStandIn } from './start-stripe-stand-in.ts'

const daySeconds = 86_400
let standIn: StripeStandIn
let stripe: Stripe

beforeAll(async () => {
  standIn = await startStripeStandIn()
  const { host, port } = standIn
  stripe = new Stripe('sk_test_standin', { host, port, protocol: 'http', telemetry: false, maxNetworkRetries: 0 })
  standIn.faults.set({ balanceTransactionDelayMs: 0 })
})
afterAll(() => standIn.stop())
afterEach(() => {
  standIn.faults.reset()
  standIn.faults.set({ balanceTransactionDelayMs: 0 })
})

const returnUrl = { return_url: 'http://wallet.localhost/back' }

async function newPayment(payment_method = 'pm_card_visa', amount = 1_000): Promise<{ intent: string; charge: string }> {
  const { id, latest_charge } = await stripe.paymentIntents.create({
    ...{ amount, currency: 'usd', payment_method, confirm: true, ...returnUrl, metadata: { order: 'order_1' } },
  })
  await expect.poll(async () => (await stripe.charges.retrieve(String(latest_charge))).balance_transaction).not.toBeNull()
  return { intent: id, charge: String(latest_charge) }
}

/** What moved because of one object: category, amount, fee; oldest first. */
async function linesOf(source: string): Promise<[string, number, number][]> {
  const { data } = await stripe.balanceTransactions.list({ source })
  return data.map(({ reporting_category, amount, fee }): [string, number, number] => [reporting_category, amount, fee]).reverse()
}

/** Types of the events of one object, oldest first. */
const eventsOf = (id: string) =>
  standIn
    .events()
    .filter(({ data }) => 'id' in data.object && data.object.id === id)
    .map(({ type }) => type)

describe('a refund', () => {
  it('gives back a part, then the rest; the charge says how much in all', async () => {
    const { intent, charge } = await newPayment()
    const asked = { payment_intent: intent, amount: 300, reason: 'requested_by_customer', metadata: { refund: 'refund_1' } } as const
    const part = await stripe.refunds.create(asked, { idempotencyKey: 'refund:1' })
    expect((await stripe.refunds.create(asked, { idempotencyKey: 'refund:1' })).id).toBe(part.id)
    expect(part).toMatchObject({
      amount: 300,
      status: 'succeeded',
      charge,
      metadata: { refund: 'refund_1' },
      reason: 'requested_by_customer',
    })
    expect(await linesOf(part.id)).toEqual([['refund', -300, 0]])
    const rest = standIn.payments.refund(intent)
    expect(rest).toMatchObject({ amount: 700, metadata: {} })
    expect(await stripe.charges.retrieve(charge)).toMatchObject({ amount_refunded: 1_000, refunded: true })
    expect((await stripe.refunds.list({ payment_intent: intent })).data.map(({ id }) => id)).toEqual([rest.id, part.id])
    const refunded = standIn.events().filter(({ type, data }) => type === 'charge.refunded' && (data.object as Stripe.Charge).id === charge)
    expect(refunded.map(({ data }) => [(data.object as Stripe.Charge).amount_refunded, data.previous_attributes])).toEqual([
      [300, { amount_refunded: 0 }],
      [1_000, { amount_refunded: 300, refunded: false }],
    ])
    expect(eventsOf(part.id)).toEqual(['refund.created'])
  })

  it('may fail days after it succeeded, and brings the money back', async () => {
    const { intent, charge } = await newPayment()
    const { id } = await stripe.refunds.create({ payment_intent: intent, amount: 400 })
    standIn.payments.endRefund(id, 'failed')
    const failed = await stripe.refunds.retrieve(id, { expand: ['failure_balance_transaction'] })
    expect(failed).toMatchObject({
      status: 'failed',
      failure_reason: 'expired_or_canceled_card',
      failure_balance_transaction: { reporting_category: 'refund_failure', amount: 400, source: id },
    })
    expect(await linesOf(id)).toEqual([
      ['refund', -400, 0],
      ['refund_failure', 400, 0],
    ])
    expect(await stripe.charges.retrieve(charge)).toMatchObject({ amount_refunded: 0, refunded: false })
    expect(eventsOf(id)).toEqual(['refund.created', 'refund.failed', 'refund.updated', 'charge.refund.updated'])
  })

  it('fails or succeeds later by itself with the cards made for it', async () => {
    const [failing, pending] = [await newPayment('pm_card_refundFail'), await newPayment('pm_card_pendingRefund')]
    const [one, other] = [await stripe.refunds.create({ charge: failing.charge }), await stripe.refunds.create({ charge: pending.charge })]
    expect([one.status, other.status, other.pending_reason]).toEqual(['succeeded', 'pending', 'processing'])
    await expect.poll(async () => (await stripe.refunds.retrieve(one.id)).status).toBe('failed')
    await expect.poll(async () => (await stripe.refunds.retrieve(other.id)).status).toBe('succeeded')
    expect(await linesOf(other.id)).toEqual([['refund', -1_000, 0]])
  })

  it('waits while there is not enough money, and leaves when there is', async () => {
    const poor = await startStripeStandIn()
    const client = new Stripe('sk_test_standin', { host: poor.host, port: poor.port, protocol: 'http', telemetry: false })
    const { id: intent } = await client.paymentIntents.create({
      ...{ amount: 1_000, currency: 'usd', payment_method: 'pm_card_visa', confirm: true, ...returnUrl },
    })
    // Of $10.00, $9.41 reached the balance.
    const { id, status, pending_reason, balance_transaction } = await client.refunds.create({ payment_intent: intent })
    expect([status, pending_reason, balance_transaction]).toEqual(['pending', 'insufficient_funds', null])
    poor.connect.addBalance(59)
    poor.advance(1)
    const sent = await client.refunds.retrieve(id)
    expect([sent.status, sent.pending_reason, typeof sent.balance_transaction]).toEqual(['succeeded', undefined, 'string'])
    await poor.stop()
  })
})

describe('a dispute', () => {
  it('is answered with evidence, which may be staged first, and cannot be changed after', async () => {
    const { intent } = await newPayment()
    const { id } = standIn.dispute(intent, { reason: 'product_not_received', amountCents: 600 })
    expect(await linesOf(id)).toEqual([['dispute', -600, 1_500]])
    const staged = await stripe.disputes.update(id, { evidence: { product_description: 'Credit for AI calls' } })
    expect([staged.status, staged.evidence_details.has_evidence, staged.evidence_details.submission_count]).toEqual([
      'needs_response',
      true,
      0,
    ])
    const sent = await stripe.disputes.update(id, { evidence: { access_activity_log: '…' }, submit: true })
    expect([sent.status, sent.evidence.product_description, sent.evidence_details.submission_count]).toEqual([
      'under_review',
      'Credit for AI calls',
      1,
    ])
    await expect(stripe.disputes.update(id, { submit: true })).rejects.toMatchObject({ statusCode: 400 })
    standIn.closeDispute(id, 'won')
    expect(await linesOf(id)).toEqual([
      ['dispute', -600, 1_500],
      ['dispute_reversal', 600, 0],
    ])
    expect(eventsOf(id)).toEqual([
      ...['charge.dispute.created', 'charge.dispute.funds_withdrawn', 'charge.dispute.updated', 'charge.dispute.updated'],
      ...['charge.dispute.closed', 'charge.dispute.funds_reinstated'],
    ])
  })

  it('that was accepted is lost, may be appealed, and won after all, the fee given back where that is so', async () => {
    standIn.faults.set({ disputes: { isFeeReturned: true } })
    const { intent } = await newPayment()
    const { id } = standIn.dispute(intent)
    expect((await stripe.disputes.close(id)).status).toBe('lost')
    await expect(stripe.disputes.close(id)).rejects.toMatchObject({ statusCode: 400 })
    expect(standIn.closeDispute(id, 'reopened').status).toBe('appeal_needs_response')
    expect((await stripe.disputes.update(id, { submit: true })).status).toBe('appeal_under_review')
    standIn.closeDispute(id, 'won')
    expect(await linesOf(id)).toEqual([
      ['dispute', -1_000, 1_500],
      ['dispute_reversal', 1_000, -1_500],
    ])
  })

  it('may begin as an inquiry, which moves nothing until it is escalated', async () => {
    const [asked, escalated] = [await newPayment(), await newPayment()]
    const inquiry = standIn.dispute(asked.intent, { isInquiry: true })
    expect(inquiry).toMatchObject({ status: 'warning_needs_response', balance_transactions: [], is_charge_refundable: true })
    // Giving the money back ends it.
    await stripe.refunds.create({ payment_intent: asked.intent })
    expect((await stripe.disputes.retrieve(inquiry.id)).status).toBe('warning_closed')
    const { id } = standIn.dispute(escalated.intent, { isInquiry: true })
    expect((await stripe.disputes.update(id, { submit: true })).status).toBe('warning_under_review')
    expect(standIn.closeDispute(id, 'escalated')).toMatchObject({ status: 'needs_response', is_charge_refundable: false })
    expect(await linesOf(id)).toEqual([['dispute', -1_000, 1_500]])
  })

  it('opens by itself with the cards made for it, and fails a refund that has not left', async () => {
    const { intent } = await newPayment('pm_card_createDispute')
    await expect.poll(async () => (await stripe.disputes.list({ payment_intent: intent })).data[0]?.reason).toBe('fraudulent')
    const other = await newPayment()
    const { amount } = (await stripe.balance.retrieve()).available[0] ?? { amount: 0 }
    const { amount: coming } = (await stripe.balance.retrieve()).pending[0] ?? { amount: 0 }
    standIn.connect.addBalance(-amount - coming)
    const refund = await stripe.refunds.create({ payment_intent: other.intent })
    expect(refund.pending_reason).toBe('insufficient_funds')
    standIn.connect.addBalance(1_000_000)
    // The clock has not run since: the dispute comes first.
    standIn.dispute(other.intent)
    const failed = await stripe.refunds.retrieve(refund.id)
    expect([failed.status, failed.failure_reason, failed.failure_balance_transaction]).toEqual([
      'failed',
      'charge_for_pending_refund_disputed',
      undefined,
    ])
  })
})

it('an early fraud warning is actionable until the payment is disputed or given back', async () => {
  const [one, other] = [await newPayment('pm_card_createIssuerFraudRecord'), await newPayment()]
  const warnings = (payment_intent: string) => stripe.radar.earlyFraudWarnings.list({ payment_intent }).then(({ data }) => data)
  await expect.poll(async () => (await warnings(one.intent))[0]?.actionable).toBe(true)
  const { id } = standIn.payments.warnOfFraud(other.intent, 'made_with_stolen_card')
  standIn.dispute(other.intent)
  expect(await warnings(other.intent)).toMatchObject([{ id, actionable: false, fraud_type: 'made_with_stolen_card', charge: other.charge }])
  await stripe.refunds.create({ payment_intent: one.intent, amount: 1 })
  expect((await warnings(one.intent))[0]?.actionable).toBe(true)
  await stripe.refunds.create({ payment_intent: one.intent })
  expect((await warnings(one.intent))[0]?.actionable).toBe(false)
  expect(eventsOf(id)).toEqual(['radar.early_fraud_warning.created', 'radar.early_fraud_warning.updated'])
})

describe('a saved card', () => {
  const session = (customer: string): Stripe.Checkout.SessionCreateParams => ({
    ...{ mode: 'payment', customer, success_url: 'http://wallet.localhost/return' },
    line_items: [{ quantity: 1, price_data: { currency: 'usd', unit_amount: 1_000, product_data: { name: 'Basic' } } }],
    payment_intent_data: { setup_future_usage: 'off_session' },
  })
  async function savedCard(number: string): Promise<{ customer: string; payment_method: string }> {
    const { id: customer } = await stripe.customers.create({ email: 'rider@farebox.test' })
    standIn.pay((await stripe.checkout.sessions.create(session(customer))).id, number)
    const [card] = (await stripe.customers.listPaymentMethods(customer, { type: 'card' })).data
    return { customer, payment_method: card?.id ?? '' }
  }
  const away = (saved: { customer: string; payment_method: string }) =>
    stripe.paymentIntents.create({ ...saved, ...returnUrl, amount: 2_500, currency: 'usd', confirm: true, off_session: true })

  it('was kept by paying with consent, has the fingerprint of its number, and pays while its owner is away', async () => {
    const saved = await savedCard('4000002500003155')
    const method = await stripe.paymentMethods.retrieve(saved.payment_method)
    expect(method).toMatchObject({ customer: saved.customer, card: { last4: '3155', country: 'US', fingerprint: 'standin40003155' } })
    const paid = await away(saved)
    expect([paid.status, paid.customer, paid.amount_received]).toEqual(['succeeded', saved.customer, 2_500])
    await stripe.paymentMethods.detach(saved.payment_method)
    expect((await stripe.customers.listPaymentMethods(saved.customer)).data).toEqual([])
    await expect(away(saved)).rejects.toMatchObject({ code: 'payment_method_unexpected_state' })
  })

  it('whose bank always asks is refused while the owner is away, and paid on their bank’s page', async () => {
    const saved = await savedCard('4000002760003184')
    const refusal = await away(saved).catch((cause: unknown) => cause)
    expect(refusal).toMatchObject({ type: 'StripeCardError', code: 'authentication_required', statusCode: 402 })
    const intent = (refusal as InstanceType<typeof Stripe.errors.StripeCardError>).payment_intent?.id ?? ''
    expect((await stripe.paymentIntents.retrieve(intent)).status).toBe('requires_payment_method')
    const asked = await stripe.paymentIntents.confirm(intent, { payment_method: saved.payment_method, ...returnUrl })
    const page = asked.next_action?.redirect_to_url?.url ?? ''
    expect([asked.status, await (await fetch(page)).text()]).toEqual(['requires_action', expect.stringMatching(/\$25\.00[\s\S]*Approve/)])
    const back = await fetch(page, { method: 'POST', body: new URLSearchParams({ outcome: 'approve' }), redirect: 'manual' })
    expect(back.headers.get('location')).toMatch(/^http:\/\/wallet\.localhost\/back\?payment_intent=pi_.*redirect_status=succeeded$/)
    expect((await stripe.paymentIntents.retrieve(intent, { expand: ['latest_charge'] })).latest_charge).toMatchObject({ paid: true })
  })

  it('may change its mind: declined, without funds, or only later', async () => {
    const saved = await savedCard('4242424242424242')
    for (const [mood, decline_code] of [
      ['declines', 'generic_decline'],
      ['no-funds', 'insufficient_funds'],
    ] as const) {
      standIn.payments.cardWhileAway(saved.payment_method, mood)
      await expect(away(saved)).rejects.toMatchObject({ code: 'card_declined', decline_code })
    }
    standIn.payments.cardWhileAway(saved.payment_method, 'processes')
    const [come, gone] = [await away(saved), await away(saved)]
    expect(come.status).toBe('processing')
    standIn.payments.endPayment(come.id, 'succeeded')
    standIn.payments.endPayment(gone.id, 'failed')
    expect((await stripe.paymentIntents.retrieve(come.id)).status).toBe('succeeded')
    expect((await stripe.paymentIntents.cancel(gone.id)).status).toBe('canceled')
  })

  it('can be one that never pays', async () => {
    const { id: customer } = await stripe.customers.create({})
    const { id: payment_method } = standIn.payments.saveCard(customer, '4000000000000341')
    await expect(away({ customer, payment_method })).rejects.toMatchObject({ code: 'card_declined' })
  })
})

it('takes what Radar finds risky, blocks what it must, and charges more for a card from abroad', async () => {
  const [elevated, german] = [await newPayment('pm_card_riskLevelElevated'), await newPayment('pm_card_de')]
  expect((await stripe.charges.retrieve(elevated.charge)).outcome).toMatchObject({ risk_level: 'elevated', type: 'authorized' })
  expect(await linesOf(german.charge)).toEqual([['charge', 1_000, 74]])
  await expect(newPayment('pm_card_riskLevelHighest')).rejects.toMatchObject({ code: 'card_declined', decline_code: 'fraudulent' })
  standIn.faults.set({ radar: { highest: 'allow' } })
  const { charge } = await newPayment('pm_card_riskLevelHighest')
  expect((await stripe.charges.retrieve(charge)).outcome?.risk_level).toBe('highest')
  const blocked = await newPayment('pm_card_radarBlock').catch((cause: unknown) => cause)
  const failed = await stripe.charges.retrieve((blocked as InstanceType<typeof Stripe.errors.StripeCardError>).charge ?? '')
  expect(failed).toMatchObject({ paid: false, outcome: { type: 'blocked', network_status: 'not_sent_to_network' } })
})

it('ends the payment of whoever is on their bank’s page when the session expires', async () => {
  const { id, url } = await stripe.checkout.sessions.create({
    ...{ mode: 'payment', success_url: 'http://wallet.localhost/return', customer_email: 'rider@farebox.test' },
    line_items: [{ quantity: 1, price_data: { currency: 'usd', unit_amount: 1_000, product_data: { name: 'Basic' } } }],
  })
  const submit = (address: string, fields: Record<string, string>) =>
    fetch(address, { method: 'POST', body: new URLSearchParams(fields), redirect: 'manual' })
  const asked = await submit(url ?? '', { card: '4000002500003155' })
  standIn.advance(daySeconds + 60)
  const page = new URL(asked.headers.get('location') ?? '', standIn.url).href
  expect((await submit(page, { card: '4000002500003155', outcome: 'approve' })).status).toBe(410)
  const session = await stripe.checkout.sessions.retrieve(id, { expand: ['payment_intent'] })
  expect(session).toMatchObject({ status: 'expired', payment_status: 'unpaid', payment_intent: { status: 'canceled' } })
})
