// What an event and its deliveries look like here.
import type { Stripe } from 'stripe'

/** A snapshot event. `account` names the connected account it happened in. */
export type StoredEvent = Pick<
  Stripe.Event,
  'id' | 'object' | 'api_version' | 'created' | 'livemode' | 'pending_webhooks' | 'request' | 'type'
> & {
  account?: string
  data: { object: object; previous_attributes?: object }
}

/** A thin event: it says that something changed, and where to look. `data` is shown to who asks, never delivered. */
export type StoredThinEvent = {
  event: Pick<Stripe.V2.Core.EventBase, 'id' | 'object' | 'created' | 'livemode' | 'type'> & {
    context: string | null
    reason: null
    related_object: { id: string; type: string; url: string }
  }
  data: object | null
  isPending: boolean
}

export type Delivery = { at: string; attempt: number; url: string; status: number | null; error: string | null }

/** The request that caused an event; both null when nobody asked (the hosted page, the clock). */
export type Cause = { id: string | null; idempotency_key: string | null }
