// What we ask of Stripe, in our own words. Everything outside this folder speaks to this type and never loads Stripe's client.
import type { MoneyOutGate } from './money-out-gate.ts'

/** A session as Stripe knows it now: what was asked for, and what became of it. */
export type StripeCheckout = {
  sessionId: string
  /** Where the buyer pays. Null once the session is complete or expired. */
  url: string | null
  /** Our order, as we told Stripe when we made the session. */
  orderId: string | null
  state: 'open' | 'complete' | 'expired'
  isPaid: boolean
  amountCents: number | null
  currency: string | null
  livemode: boolean
  paymentIntent: string | null
  buyerEmail: string | null
}

export type CheckoutRequest = {
  orderId: string
  name: string
  description: string
  priceCents: number
  buyerEmail: string | null
  successUrl: string
  cancelUrl: string
}

/** What Stripe kept of a payment; null while its balance transaction does not exist yet. */
export type StripePayment = {
  orderId: string | null
  paymentIntent: string
  isPaid: boolean
  balance: { chargeId: string; paidCents: number; feeCents: number; currency: string } | null
}

/** `payload` is the event as Stripe sent it, whether a snapshot or a thin one. */
export type StripeEventFacts = { id: string; type: string; livemode: boolean; createdAt: Date; payload: object }

export type StripeGate = {
  /** True with a live key: real money. */
  livemode: boolean
  /** Asking again for the same order answers the same session. */
  createCheckout: (request: CheckoutRequest) => Promise<StripeCheckout>
  checkout: (sessionId: string) => Promise<StripeCheckout>
  payment: (paymentIntent: string) => Promise<StripePayment>
  /** Stripe's own list of what happened since, oldest first. */
  eventsSince: (since: Date, types: readonly string[]) => AsyncIterable<StripeEventFacts>
  moneyOut: MoneyOutGate
}
