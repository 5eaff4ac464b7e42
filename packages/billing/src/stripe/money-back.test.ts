// Payments, refunds, disputes and saved cards through Stripe's own client, against the stand-in: what the gate says of each, and that
// nothing happens twice when answers are lost.
import { opened } from '@farebox/ledger/testing'
import { startStripeStandIn } from '@farebox/stand-ins'
import { afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { SavedCardCharge } from './cards-gate.ts'
import '../testing/impatient-stripe.ts'
import { openStripe } from './open-stripe.ts'
import type { StripeGate } from './stripe-gate.ts'

const standIn = opened(startStripeStandIn)
let gate: StripeGate
let orders = 0

beforeAll(async () => {
  gate = openStripe({ secretKey: 'sk_test_farebox', apiBase: standIn.url, timeoutMs: 300 })
  settleAtOnce()
})
afterEach(() => {
  standIn.faults.reset()
  settleAtOnce()
})

const settleAtOnce = () => standIn.faults.set({ balanceTransactionDelayMs: 0 })

const checkoutRequest = () => {
  orders += 1
  const urls = { successUrl: 'http://wallet.test/return', cancelUrl: 'http://wallet.test/' }
  return { orderId: `order-${orders}`, name: 'Basic', description: '$8.50', priceCents: 1_000, buyerEmail: 'ada@farebox.test', ...urls }
}

/** A payment, with its fee booked. */
async function paid(card?: string): Promise<string> {
  const { sessionId } = await gate.createCheckout(checkoutRequest())
  const paymentIntent = String(standIn.pay(sessionId, card).payment_intent)
  await expect.poll(async () => (await gate.payment(paymentIntent)).charge?.feeCents).not.toBeNull()
  return paymentIntent
}

const saved = async (mood?: 'authenticates' | 'declines' | 'processes', card = '4242424242424242'): Promise<SavedCardCharge> => {
  orders += 1
  const { customerId } = await gate.cards.customerFor({ ownerId: `wallet-${orders}`, email: 'ada@farebox.test' })
  const { id: paymentMethodId } = standIn.payments.saveCard(customerId, card)
  standIn.payments.cardWhileAway(paymentMethodId, mood)
  return {
    ...{ orderId: `order-${orders}`, customerId, paymentMethodId, amountCents: 2_500 },
    ...{ description: 'Automatic top-up', returnUrl: 'http://wallet.test/back' },
  }
}

describe('a payment', () => {
  it('is read with its card, its fee, and everything that was taken back', async () => {
    const paymentIntent = await paid('4000002760000016')
    const { refundId } = (await refundOf(paymentIntent, 200)) as { refundId: string }
    standIn.payments.endRefund(refundId, 'failed')
    standIn.payments.refund(paymentIntent, { amountCents: 100 })
    const { id: warningId } = standIn.payments.warnOfFraud(paymentIntent)
    const { id: disputeId } = standIn.dispute(paymentIntent, { reason: 'product_not_received' })
    const payment = await gate.payment(paymentIntent)
    expect(payment).toMatchObject({
      ...{ isPaid: true, status: 'succeeded', orderId: `order-${orders}`, amountCents: 1_000, failure: null },
      card: { fingerprint: 'standin40000016', brand: 'visa', lastFour: '0016', country: 'DE', expMonth: 12, expYear: 2034 },
      charge: { paidCents: 1_000, feeCents: 74, currency: 'usd', riskLevel: 'normal' },
      refunds: [
        { refundId, status: 'failed', ourRefundId: `refund-of-${paymentIntent}`, failureReason: 'expired_or_canceled_card' },
        { amountCents: 100, status: 'succeeded', ourRefundId: null, failureBalanceTransactionId: null },
      ],
      disputes: [
        {
          disputeId,
          amountCents: 900,
          status: 'needs_response',
          reason: 'product_not_received',
          isChargeRefundable: false,
          submissions: 0,
        },
      ],
      fraudWarnings: [{ warningId, actionable: false }],
    })
    expect(payment.refunds[0]?.failureBalanceTransactionId).toMatch(/^txn_/)
    expect(payment.disputes[0]?.lines).toMatchObject([{ category: 'dispute', amountCents: -900, feeCents: 1_500 }])
  })

  it('says why it was not paid, and with which card', async () => {
    const { sessionId } = await gate.createCheckout(checkoutRequest())
    expect(() => standIn.pay(sessionId, '4000000000009995')).toThrow(/insufficient funds/)
    const { paymentIntent } = await gate.checkout(sessionId)
    expect(await gate.payment(paymentIntent ?? '')).toMatchObject({
      ...{ isPaid: false, status: 'waiting', charge: null, card: { lastFour: '9995' } },
      ...{ failure: { code: 'card_declined', declineCode: 'insufficient_funds' }, refunds: [] },
    })
    expect(await gate.expireCheckout(sessionId)).toMatchObject({ state: 'expired' })
    expect(await gate.expireCheckout(sessionId)).toMatchObject({ state: 'expired' })
    expect(await gate.payment(paymentIntent ?? '')).toMatchObject({ status: 'canceled' })
  })
})

/** Asks for our refund of a payment, and finds it again. */
async function refundOf(paymentIntent: string, amountCents: number) {
  await gate.refunds.create({ paymentIntent, refundId: `refund-of-${paymentIntent}`, amountCents, reason: 'requested_by_customer' })
  return (await gate.refunds.of(paymentIntent))[0]
}

describe('a refund', () => {
  const request = (paymentIntent: string, amountCents = 400) => ({
    ...{ paymentIntent, refundId: `refund-of-${paymentIntent}`, amountCents },
    reason: 'requested_by_customer' as const,
  })

  it.each(['drop', 'hang', 'after', 'drop-before', 'in-use', 'rate-limit'] as const)(
    'whose answer was lost (%s) happens once',
    async (how) => {
      const paymentIntent = await paid()
      standIn.faults.set({ api: { path: '/v1/refunds', method: 'POST', next: 1, how } })
      const first = await gate.refunds.create(request(paymentIntent))
      // A connection that dies is tried once more by the client itself, under the same key.
      expect(first.kind).toBe(how === 'drop' || how === 'drop-before' ? 'accepted' : 'unknown')
      const again = await gate.refunds.create(request(paymentIntent))
      expect(again).toMatchObject({ kind: 'accepted' })
      // The key is forgotten after a day; the refund that names ours is not.
      standIn.advance(25 * 3_600)
      expect(await gate.refunds.create(request(paymentIntent))).toEqual(again)
      expect(await gate.refunds.of(paymentIntent)).toHaveLength(1)
    },
  )

  it('is refused with Stripe’s reason, and unknown where another amount was asked for before', async () => {
    const paymentIntent = await paid()
    expect(await gate.refunds.create(request(paymentIntent, 1_001))).toMatchObject({ kind: 'refused' })
    await gate.refunds.create(request(paymentIntent))
    expect(await gate.refunds.create(request(paymentIntent, 300))).toMatchObject({ kind: 'unknown' })
    standIn.payments.refund(paymentIntent)
    expect(await gate.refunds.create({ ...request(paymentIntent), refundId: 'another' })).toMatchObject({
      ...{ kind: 'refused', code: 'charge_already_refunded' },
    })
  })
})

describe('a dispute', () => {
  it('is answered, or given up', async () => {
    const [one, other] = [standIn.dispute(await paid()), standIn.dispute(await paid())]
    const evidence = { product_description: 'Credit for AI calls', access_activity_log: '12 calls' }
    expect(await gate.disputes.submitEvidence({ disputeId: one.id, evidence, submit: true })).toMatchObject({
      ...{ kind: 'accepted', dispute: { status: 'under_review', submissions: 1 } },
    })
    expect(await gate.disputes.submitEvidence({ disputeId: one.id, evidence, submit: true })).toMatchObject({ kind: 'refused' })
    for (const _ of [1, 2]) {
      expect(await gate.disputes.accept(other.id)).toMatchObject({ kind: 'accepted', dispute: { status: 'lost' } })
    }
    standIn.closeDispute(one.id, 'won')
    expect((await gate.disputes.read(one.id))?.lines.map(({ category, amountCents }) => [category, amountCents])).toEqual([
      ['dispute', -1_000],
      ['dispute_reversal', 1_000],
    ])
    expect(await gate.disputes.read('du_none')).toBeNull()
  })
})

describe('a saved card', () => {
  it('is kept by who paid with consent, listed, and removed for good', async () => {
    const { customerId } = await gate.cards.customerFor({ ownerId: 'wallet-a', email: 'ada@farebox.test' })
    expect(await gate.cards.customerFor({ ownerId: 'wallet-a', email: 'ada@farebox.test' })).toEqual({ customerId })
    const { sessionId } = await gate.createCheckout({ ...checkoutRequest(), customerId, saveCard: true })
    const paymentIntent = String(standIn.pay(sessionId, '5555555555554444').payment_intent)
    const [card] = await gate.cards.savedCards(customerId)
    expect(card).toMatchObject({ customerId, card: { brand: 'mastercard', lastFour: '4444' } })
    expect(await gate.payment(paymentIntent)).toMatchObject({ customerId, paymentMethodId: card?.paymentMethodId })
    for (const _ of [1, 2]) await gate.cards.removeCard(card?.paymentMethodId ?? '')
    expect(await gate.cards.savedCards(customerId)).toEqual([])
  })

  it.each(['none', 'drop', 'hang', 'after'] as const)('pays once for an order while its owner is away, lost answer: %s', async (how) => {
    const charge = await saved()
    if (how !== 'none') standIn.faults.set({ api: { path: '/v1/payment_intents', method: 'POST', next: 1, how } })
    await gate.cards.chargeSavedCard(charge)
    standIn.advance(25 * 3_600)
    const outcome = await gate.cards.chargeSavedCard(charge)
    expect(outcome).toMatchObject({ kind: 'paid' })
    const { paymentIntent } = outcome as { paymentIntent: string }
    expect(await gate.payment(paymentIntent)).toMatchObject({ orderId: charge.orderId, isPaid: true, customerId: charge.customerId })
    expect(standIn.log().filter((fact) => fact.kind === 'charge' && fact.metadata.order === charge.orderId)).toHaveLength(1)
  })

  it('whose bank wants to see its owner is paid on the bank’s page, and not again', async () => {
    const charge = await saved(undefined, '4000002760003184')
    const refusal = await gate.cards.chargeSavedCard(charge)
    expect(refusal).toMatchObject({ kind: 'authentication_required' })
    expect(await gate.cards.chargeSavedCard(charge)).toEqual(refusal)
    const { paymentIntent } = refusal as { paymentIntent: string }
    const request = { paymentIntent, paymentMethodId: charge.paymentMethodId, returnUrl: 'http://wallet.test/confirmed' }
    const asked = await gate.cards.confirm(request)
    expect(await gate.cards.confirm(request)).toEqual(asked)
    expect(asked).toMatchObject({ kind: 'authenticate', url: expect.stringContaining(`/3ds/${paymentIntent}`) })
    expect(standIn.payments.authenticate(paymentIntent, 'approved')).toContain('redirect_status=succeeded')
    expect(await gate.cards.confirm(request)).toEqual({ kind: 'paid', paymentIntent })
    expect(await gate.cards.cancelPayment(paymentIntent)).toEqual({ kind: 'paid' })
  })

  it('that declines says why; what is processing is no success; what nobody paid can be ended', async () => {
    const declined = await saved('declines')
    const outcome = await gate.cards.chargeSavedCard(declined)
    expect(outcome).toMatchObject({ kind: 'declined', code: 'card_declined', declineCode: 'generic_decline' })
    expect(await gate.cards.chargeSavedCard(declined)).toMatchObject({ kind: 'declined', declineCode: 'generic_decline' })
    const { paymentIntent } = outcome as { paymentIntent: string }
    for (const _ of [1, 2]) expect(await gate.cards.cancelPayment(paymentIntent)).toEqual({ kind: 'canceled' })
    const processing = await saved('processes')
    expect(await gate.cards.chargeSavedCard(processing)).toMatchObject({ kind: 'processing' })
    await gate.cards.removeCard(declined.paymentMethodId)
    expect(await gate.cards.chargeSavedCard({ ...(await saved()), paymentMethodId: 'pm_gone' })).toMatchObject({ kind: 'refused' })
  })
})
