// Stripe's list of events: what a sweep reads after webhooks did not reach us.
import type Stripe from 'stripe'
import type { StripeEventFacts } from './stripe-gate.ts'

/** Stripe lists newest first and keeps 30 days; a sweep never reads more than this many. */
const EVENTS_MAX = 20_000

export async function* eventsSince(stripe: Stripe, since: Date, types: readonly string[]): AsyncIterable<StripeEventFacts> {
  const found: StripeEventFacts[] = []
  const list = stripe.events.list({ created: { gte: Math.floor(since.getTime() / 1000) }, types: [...types], limit: 100 })
  for await (const event of list) {
    found.push(eventFacts(event))
    if (found.length >= EVENTS_MAX) break
  }
  yield* found.reverse()
}

export function eventFacts(event: Stripe.Event): StripeEventFacts {
  return { id: event.id, type: event.type, livemode: event.livemode, createdAt: new Date(event.created * 1000), payload: event }
}
