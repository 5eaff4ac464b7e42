// Stripe's list of events: what a sweep reads after webhooks did not reach us.
import type Stripe from 'stripe'
import type { StripeEventFacts } from './stripe-gate.ts'

/** Stripe lists newest first and keeps 30 days; a sweep never reads more than this many. */
const EVENTS_MAX = 20_000
/** Stripe takes this many types at once. */
const TYPES_MAX = 20

/** Thin events are in no such list, so their types are left out. */
export async function* eventsSince(stripe: Stripe, since: Date, types: readonly string[]): AsyncIterable<StripeEventFacts> {
  const listed = types.filter((type) => !type.startsWith('v2.'))
  const found: StripeEventFacts[] = []
  for (let from = 0; from < listed.length; from += TYPES_MAX) {
    const some = listed.slice(from, from + TYPES_MAX)
    const list = stripe.events.list({ created: { gte: Math.floor(since.getTime() / 1000) }, types: some, limit: 100 })
    const newestFirst: StripeEventFacts[] = []
    for await (const event of list) {
      newestFirst.push(eventFacts(event))
      if (newestFirst.length >= EVENTS_MAX) break
    }
    found.push(...newestFirst.reverse())
  }
  yield* found.sort((one, other) => one.createdAt.getTime() - other.createdAt.getTime())
}

export function eventFacts(event: Stripe.Event): StripeEventFacts {
  return { id: event.id, type: event.type, livemode: event.livemode, createdAt: new Date(event.created * 1000), payload: event }
}
