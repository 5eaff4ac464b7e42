// A payment and all that was taken back from it. Fees are Stripe's own numbers, never our guess.
import type Stripe from 'stripe'
import { cardFacts } from './card-facts.ts'
import { disputesOf } from './disputes.ts'
import { idOf } from './id-of.ts'
import type { StripeCard, StripeCharge, StripeFraudWarning, StripePayment, StripePaymentStatus } from './payment-gate.ts'
import { refundsOf } from './refunds.ts'

/** Far more than a payment has. */
const WARNINGS_MAX = 100

export async function readPayment(stripe: Stripe, paymentIntent: string): Promise<StripePayment> {
  const payment = await stripe.paymentIntents.retrieve(paymentIntent, { expand: ['latest_charge.balance_transaction', 'payment_method'] })
  const isPaid = payment.status === 'succeeded'
  const [refunds, disputes, fraudWarnings] = isPaid ? await takenBack(stripe, paymentIntent) : [[], [], []]
  const { last_payment_error: failure, amount: amountCents, currency } = payment
  return {
    ...{ paymentIntent: payment.id, orderId: payment.metadata.order ?? null, isPaid, status: statusOf(payment.status) },
    ...{
      amountCents,
      currency,
      card: cardOf(payment),
      customerId: idOf(payment.customer),
      paymentMethodId: idOf(payment.payment_method ?? failure?.payment_method),
    },
    failure: failure && { code: failure.code ?? null, declineCode: failure.decline_code ?? null },
    charge: isPaid ? chargeFacts(payment.latest_charge) : null,
    ...{ refunds, disputes, fraudWarnings },
  }
}

function takenBack(stripe: Stripe, paymentIntent: string) {
  return Promise.all([refundsOf(stripe, paymentIntent), disputesOf(stripe, paymentIntent), warningsOf(stripe, paymentIntent)])
}

/** Of the charge, as it was when it paid; until there is one, of what will be charged. */
function cardOf({ latest_charge: charge, payment_method: method }: Stripe.PaymentIntent): StripeCard | null {
  if (charge !== null && typeof charge !== 'string') return cardFacts(charge.payment_method_details?.card)
  return method === null || typeof method === 'string' ? null : cardFacts(method.card)
}

function chargeFacts(charge: Stripe.Charge | string | null): StripeCharge | null {
  if (charge === null || typeof charge === 'string') return null
  const { balance_transaction: line } = charge
  const booked = line === null || typeof line === 'string' ? null : line
  return {
    chargeId: charge.id,
    paidCents: booked?.amount ?? charge.amount,
    feeCents: booked?.fee ?? null,
    balanceTransactionId: booked?.id ?? null,
    currency: booked?.currency ?? charge.currency,
    riskLevel: charge.outcome?.risk_level ?? null,
  }
}

async function warningsOf(stripe: Stripe, paymentIntent: string): Promise<StripeFraudWarning[]> {
  const found = stripe.radar.earlyFraudWarnings.list({ payment_intent: paymentIntent, limit: 100 })
  const newestFirst = await found.autoPagingToArray({ limit: WARNINGS_MAX })
  return newestFirst
    .map(({ id, actionable, fraud_type, created }) => ({
      ...{ warningId: id, actionable, fraudType: fraud_type, createdAt: new Date(created * 1000) },
    }))
    .reverse()
}

function statusOf(status: string): StripePaymentStatus {
  const known: readonly StripePaymentStatus[] = ['requires_action', 'processing', 'succeeded', 'canceled']
  return known.find((word) => word === status) ?? 'waiting'
}
