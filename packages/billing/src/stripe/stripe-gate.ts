// What we ask of Stripe, in our own words. Everything outside this folder speaks to this type and never loads Stripe's client.
import type { CardsGate } from './cards-gate.ts'
import type { DisputesGate, RefundsGate } from './money-back-gate.ts'
import type { MoneyOutGate } from './money-out-gate.ts'
import type { StripePayment } from './payment-gate.ts'

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
  /** Shown on the page. Not used where there is a customer: Stripe then shows the customer's own. */
  buyerEmail: string | null
  /** From `cards.customerFor`. */
  customerId?: string | null
  /** Keeps the card for payments while its owner is away. Needs `customerId`, and their consent before. */
  saveCard?: boolean
  successUrl: string
  cancelUrl: string
}

/** `payload` is the event as Stripe sent it, whether a snapshot or a thin one. */
export type StripeEventFacts = { id: string; type: string; livemode: boolean; createdAt: Date; payload: object }

export type StripeGate = {
  /** True with a live key: real money. */
  livemode: boolean
  /** Asking again for the same order answers the same session. */
  createCheckout: (request: CheckoutRequest) => Promise<StripeCheckout>
  checkout: (sessionId: string) => Promise<StripeCheckout>
  /** Ends an open session, so that nobody can pay it. Answers it as it is then: it may have been paid just before. */
  expireCheckout: (sessionId: string) => Promise<StripeCheckout>
  /** All that is true now of a payment and of what was taken back from it. */
  payment: (paymentIntent: string) => Promise<StripePayment>
  /** Stripe's own list of what happened since, oldest first. */
  eventsSince: (since: Date, types: readonly string[]) => AsyncIterable<StripeEventFacts>
  refunds: RefundsGate
  disputes: DisputesGate
  cards: CardsGate
  moneyOut: MoneyOutGate
}
