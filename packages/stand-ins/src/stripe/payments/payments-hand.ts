// For a test or the demo, the hand of payers and their banks: who pays, asks for money back, disputes, and comes round.
import type { Stripe } from 'stripe'
import { testCardNumbered } from '../checkout/test-cards.ts'
import { expireSession } from '../resources/checkout-sessions.ts'
import { type DisputeOrder, type DisputeTurn, openDispute, turnDispute } from '../resources/disputes.ts'
import { warnOfFraud } from '../resources/fraud-warnings.ts'
import { intentNamed } from '../resources/payment-intents.ts'
import { endRefund, type RefundOrder, refundPayment } from '../resources/refunds.ts'
import { noSuch } from '../stripe-refusal.ts'
import type { StripeWorld } from '../stripe-world.ts'
import { endAuthentication, endProcessing } from './confirm-intent.ts'
import { type AwayMood, attach, newPaymentMethod } from './payment-methods.ts'

export type PaymentsHand = ReturnType<typeof paymentsHand>

/** A payment is named by its charge or by its payment intent. */
export const paymentsHand = (world: StripeWorld) => ({
  /** As the Dashboard's button does: no metadata of ours. Without an amount, all that is left. */
  refund: (paymentId: string, order: Pick<RefundOrder, 'amountCents' | 'reason'> = {}): Stripe.Refund =>
    refundPayment(paymentId, order, world),
  /** `failed` may follow `succeeded`, days later: the money comes back. */
  endRefund: (refundId: string, outcome: 'succeeded' | 'failed', reason?: string): Stripe.Refund =>
    endRefund(refundId, outcome, world, reason),
  dispute: (paymentId: string, order?: DisputeOrder): Stripe.Dispute => openDispute(paymentId, world, order),
  turnDispute: (disputeId: string, turn: DisputeTurn): Stripe.Dispute => turnDispute(disputeId, turn, world),
  warnOfFraud: (paymentId: string, fraudType?: string): Stripe.Radar.EarlyFraudWarning => warnOfFraud(paymentId, world, fraudType),
  expireSession: (sessionId: string): Stripe.Checkout.Session => expireSession(sessionId, world),
  /** Saves a card with a customer, as paying with their consent would. */
  saveCard: (customerId: string, number: string): Stripe.PaymentMethod => {
    const card = testCardNumbered(number)
    if (card === undefined) throw noSuch('test card', number)
    const customer = world.store.tables.customers.get(customerId)
    if (customer === undefined) throw noSuch('customer', customerId)
    return attach(newPaymentMethod(card, customer.email, world), customerId, world)
  },
  /** What the bank of a saved card says from now on while its owner is away. Undefined: as its number says. */
  cardWhileAway: (paymentMethodId: string, mood: AwayMood | undefined): void => {
    const stored = world.store.tables.paymentMethods.get(paymentMethodId)
    if (stored === undefined) throw noSuch('PaymentMethod', paymentMethodId)
    delete stored.mood
    if (mood !== undefined) stored.mood = mood
    world.store.changed()
  },
  /** The owner on their bank's page. Answers where they go back to. */
  authenticate: (paymentIntent: string, outcome: 'approved' | 'failed'): string =>
    endAuthentication(intentNamed(paymentIntent, world), outcome, world),
  /** A payment under way ends. */
  endPayment: (paymentIntent: string, outcome: 'succeeded' | 'failed'): void =>
    endProcessing(intentNamed(paymentIntent, world), outcome, world),
})
