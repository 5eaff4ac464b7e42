// Checkout sessions: one per order, whoever asks and however often.
import type Stripe from 'stripe'
import { idOf } from './id-of.ts'
import { failureOf } from './outcome.ts'
import type { CheckoutRequest, StripeCheckout } from './stripe-gate.ts'

export async function createCheckout(stripe: Stripe, request: CheckoutRequest): Promise<StripeCheckout> {
  const metadata = { order: request.orderId }
  const session = await stripe.checkout.sessions.create(
    {
      mode: 'payment',
      client_reference_id: request.orderId,
      line_items: [
        {
          quantity: 1,
          price_data: {
            currency: 'usd',
            unit_amount: request.priceCents,
            product_data: { name: request.name, description: request.description },
          },
        },
      ],
      // Prepaid money must be there at once: no bank debits that settle days later.
      allowed_payment_method_types: ['card', 'link'],
      metadata,
      // Refund and dispute events carry the payment, not the session.
      payment_intent_data: { description: request.name, metadata, ...(request.saveCard && { setup_future_usage: 'off_session' }) },
      ...payerOf(request),
      success_url: request.successUrl,
      cancel_url: request.cancelUrl,
    },
    // Our order is the key, so that a crash between Stripe's answer and our note of it cannot make a second session.
    { idempotencyKey: `checkout:${request.orderId}` },
  )
  return facts(session)
}

/** Stripe takes one or the other. */
function payerOf({ customerId, buyerEmail }: CheckoutRequest): { customer?: string; customer_email?: string } {
  if (customerId) return { customer: customerId }
  return buyerEmail ? { customer_email: buyerEmail } : {}
}

export async function expireCheckout(stripe: Stripe, sessionId: string): Promise<StripeCheckout> {
  try {
    return facts(await stripe.checkout.sessions.expire(sessionId))
  } catch (cause) {
    if (failureOf(cause).kind === 'refused') return readCheckout(stripe, sessionId)
    throw cause
  }
}

export async function readCheckout(stripe: Stripe, sessionId: string): Promise<StripeCheckout> {
  return facts(await stripe.checkout.sessions.retrieve(sessionId))
}

function facts(session: Stripe.Checkout.Session): StripeCheckout {
  return {
    sessionId: session.id,
    url: session.url,
    orderId: session.client_reference_id,
    state: stateOf(session.status),
    isPaid: session.payment_status === 'paid',
    amountCents: session.amount_total,
    currency: session.currency,
    livemode: session.livemode,
    paymentIntent: idOf(session.payment_intent),
    buyerEmail: session.customer_details?.email ?? null,
  }
}

function stateOf(status: Stripe.Checkout.Session['status']): StripeCheckout['state'] {
  if (status === 'complete') return 'complete'
  return status === 'expired' ? 'expired' : 'open'
}
