// What an event and its deliveries look like here.
import type { Stripe } from 'stripe'

export type StoredEvent = Pick<
  Stripe.Event,
  'id' | 'object' | 'api_version' | 'created' | 'livemode' | 'pending_webhooks' | 'request' | 'type'
> & {
  data: { object: object; previous_attributes?: object }
}

export type Delivery = { at: string; attempt: number; url: string; status: number | null; error: string | null }

/** The request that caused an event; both null when nobody asked (the hosted page, the clock). */
export type Cause = { id: string | null; idempotency_key: string | null }
