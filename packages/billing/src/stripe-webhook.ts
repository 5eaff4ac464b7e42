// Stripe's doors: one for our own events, one for those of connected accounts and thin ones, each with its own secret.
// Verify the raw bytes, store the event once, answer 2xx; a job does the rest.
import type { Database } from '@farebox/db'
import { AppError } from '@farebox/errors'
import Stripe from 'stripe'
import { z } from 'zod'
import type { StripeEventFacts } from './stripe/stripe-gate.ts'
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

/** What both kinds of event have. A snapshot's time is in seconds, a thin event's a date in words. */
const anyEvent = z.looseObject({
  id: z.string().min(1).max(255),
  object: z.enum(['event', 'v2.core.event']),
  type: z.string().min(1).max(255),
  livemode: z.boolean(),
  created: z.union([z.int().transform((seconds) => new Date(seconds * 1000)), z.iso.datetime().transform((text) => new Date(text))]),
  account: z.string().nullish(),
})

const TOLERANCE_SECONDS = 300

/** Our own events: payments, transfers. Throws `webhook_signature_wrong`. Answers false for an event that is known already. */
export async function receiveStripeWebhook(database: Database, webhook: StripeWebhook): Promise<boolean> {
  return receive(database, webhook, ({ object, account }) => object === 'event' && !account)
}

/** Events of connected accounts (they name one), and thin events. Otherwise as above. */
export async function receiveConnectWebhook(database: Database, webhook: StripeWebhook): Promise<boolean> {
  return receive(database, webhook, ({ object, account }) => object === 'v2.core.event' || Boolean(account))
}

type AnyEvent = z.infer<typeof anyEvent>

async function receive(database: Database, webhook: StripeWebhook, belongsHere: (event: AnyEvent) => boolean): Promise<boolean> {
  await verify(webhook)
  const { event, payload } = read(webhook.rawBody)
  if (event.livemode !== webhook.livemode) {
    throw new AppError('webhook_signature_wrong', { internal: `event ${event.id} is of the other Stripe mode` })
  }
  if (!belongsHere(event)) {
    const internal = `event ${event.id} (${event.type}) came to the wrong door: check which events each of Stripe's endpoints sends`
    throw new AppError('webhook_signature_wrong', { internal })
  }
  const { id, type, livemode, created: createdAt } = event
  const facts: StripeEventFacts = { id, type, livemode, createdAt, payload }
  return storeStripeEvent(database, facts, webhook.now)
}

function read(rawBody: string): { event: AnyEvent; payload: object } {
  try {
    const payload: object = JSON.parse(rawBody)
    return { event: anyEvent.parse(payload), payload }
  } catch (cause) {
    throw new AppError('webhook_signature_wrong', { internal: 'signed, but no event', cause })
  }
}

async function verify({ rawBody, signature, secrets, now }: StripeWebhook): Promise<void> {
  if (!signature) throw new AppError('webhook_signature_wrong', { internal: 'no stripe-signature header' })
  // The client accepts a timestamp in the future; we do not, beyond what clocks differ.
  const signedAt = Number.parseInt(/(?:^|,)t=(\d+)/.exec(signature)?.[1] ?? '0', 10)
  if (signedAt * 1000 > now.getTime() + TOLERANCE_SECONDS * 1000) {
    throw new AppError('webhook_signature_wrong', { internal: 'signed in the future' })
  }
  const { signature: helper } = Stripe.webhooks
  let failure: unknown = new Error('no way to verify')
  for (const secret of secrets.filter((candidate) => candidate.trim() !== '')) {
    try {
      if (await helper?.verifyHeaderAsync(rawBody, signature, secret, TOLERANCE_SECONDS, undefined, now.getTime())) return
    } catch (cause) {
      failure = cause
    }
  }
  throw new AppError('webhook_signature_wrong', { internal: 'no secret verifies it', cause: failure })
}
