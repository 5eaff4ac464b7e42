// The one place that makes Stripe's client. `apiBase` points at a stand-in in development; unset, it is Stripe itself.
import Stripe from 'stripe'
import { openCards } from './cards.ts'
import { createCheckout, expireCheckout, readCheckout } from './checkout.ts'
import { openDisputes } from './disputes.ts'
import { eventsSince } from './events-since.ts'
import { openMoneyOut } from './open-money-out.ts'
import { readPayment } from './payment.ts'
import { openRefunds } from './refunds.ts'
import type { StripeGate } from './stripe-gate.ts'

export type StripeSettings = { secretKey: string; apiBase?: string | undefined; timeoutMs?: number }

const TIMEOUT_MS = 20_000

export function openStripe({ secretKey, apiBase, timeoutMs = TIMEOUT_MS }: StripeSettings): StripeGate {
  const stripe = new Stripe(secretKey, { ...addressOf(apiBase), timeout: timeoutMs, maxNetworkRetries: 2, telemetry: false })
  return {
    livemode: /^(sk|rk)_live_/.test(secretKey),
    createCheckout: (request) => createCheckout(stripe, request),
    checkout: (sessionId) => readCheckout(stripe, sessionId),
    expireCheckout: (sessionId) => expireCheckout(stripe, sessionId),
    payment: (paymentIntent) => readPayment(stripe, paymentIntent),
    eventsSince: (since, types) => eventsSince(stripe, since, types),
    refunds: openRefunds(stripe),
    disputes: openDisputes(stripe),
    cards: openCards(stripe),
    moneyOut: openMoneyOut(stripe),
  }
}

function addressOf(apiBase: string | undefined) {
  if (!apiBase) return {}
  const { hostname, port, protocol } = new URL(apiBase)
  const isPlain = protocol === 'http:'
  return { host: hostname, port: port || (isPlain ? '80' : '443'), protocol: isPlain ? ('http' as const) : ('https' as const) }
}
