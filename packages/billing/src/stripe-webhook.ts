// Stripe's door. Verify the raw bytes, store the event once, answer 2xx; a job does the rest.
import type { Database } from '@farebox/db'
import { AppError } from '@farebox/errors'
import Stripe from 'stripe'
import { eventFacts } from './stripe/events-since.ts'
import { storeStripeEvent } from './topups/store-stripe-event.ts'

export type StripeWebhook = {
  /** The body exactly as it arrived: a signature is over bytes. */
  rawBody: string
  signature: string | null
  /** Every secret in use: two while one replaces the other. An empty one opens nothing. */
  secrets: readonly string[]
  /** Whether our key is a live one: events of the other mode are not ours. */
  livemode: boolean
  now: Date
}

const TOLERANCE_SECONDS = 300

/** Throws `webhook_signature_wrong`. Answers false for an event that is known already. */
export async function receiveStripeWebhook(database: Database, webhook: StripeWebhook): Promise<boolean> {
  const event = await verified(webhook)
  if (event.livemode !== webhook.livemode) {
    throw new AppError('webhook_signature_wrong', { internal: `event ${event.id} is of the other Stripe mode` })
  }
  return storeStripeEvent(database, eventFacts(event), webhook.now)
}

async function verified({ rawBody, signature, secrets, now }: StripeWebhook): Promise<Stripe.Event> {
  if (!signature) throw new AppError('webhook_signature_wrong', { internal: 'no stripe-signature header' })
  // The client accepts a timestamp in the future; we do not, beyond what clocks differ.
  const signedAt = Number.parseInt(/(?:^|,)t=(\d+)/.exec(signature)?.[1] ?? '0', 10)
  if (signedAt * 1000 > now.getTime() + TOLERANCE_SECONDS * 1000) {
    throw new AppError('webhook_signature_wrong', { internal: 'signed in the future' })
  }
  let failure: unknown
  for (const secret of secrets.filter((candidate) => candidate.trim() !== '')) {
    try {
      return await Stripe.webhooks.constructEventAsync(rawBody, signature, secret, TOLERANCE_SECONDS, undefined, now.getTime())
    } catch (cause) {
      failure = cause
    }
  }
  throw new AppError('webhook_signature_wrong', { internal: 'no secret verifies it', cause: failure })
}
