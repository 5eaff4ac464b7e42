// A payment and what Stripe kept of it. The fee is Stripe's own number, never our guess.
import type Stripe from 'stripe'
import type { StripePayment } from './stripe-gate.ts'

export async function readPayment(stripe: Stripe, paymentIntent: string): Promise<StripePayment> {
  const payment = await stripe.paymentIntents.retrieve(paymentIntent, { expand: ['latest_charge.balance_transaction'] })
  return {
    orderId: payment.metadata.order ?? null,
    paymentIntent: payment.id,
    isPaid: payment.status === 'succeeded',
    balance: balanceOf(payment.latest_charge),
  }
}

function balanceOf(charge: Stripe.Charge | string | null): StripePayment['balance'] {
  if (charge === null || typeof charge === 'string') return null
  const transaction = charge.balance_transaction
  if (transaction === null || typeof transaction === 'string') return null
  return { chargeId: charge.id, paidCents: transaction.amount, feeCents: transaction.fee, currency: transaction.currency }
}
