// Webhooks may not reach us for hours or days. The sweep reads Stripe's own list and stores what was missed; storing is once only.

import { z } from 'zod'
import { handledEventTypes } from './events/handlers.ts'
import type { Till } from './open-checkout.ts'
import { storeStripeEvent } from './store-stripe-event.ts'

const WATERMARK = 'stripe_swept_until'
const MINUTE_MS = 60_000
/** Each sweep looks back over the last one: an event may appear late in the list. */
const OVERLAP_MS = 60 * MINUTE_MS
const FIRST_SWEEP_MS = 3 * 24 * 60 * MINUTE_MS
/** Stripe keeps events for 30 days. */
const FARTHEST_MS = 29 * 24 * 60 * MINUTE_MS

const sweptUntil = z.object({ at: z.iso.datetime() })

/** Returns how many events had been missed. */
export async function sweepStripe({ database, stripe }: Till, now: Date): Promise<number> {
  const setting = await database.setting.findUnique({ where: { name: WATERMARK } })
  const last = setting ? Date.parse(sweptUntil.parse(setting.value).at) - OVERLAP_MS : now.getTime() - FIRST_SWEEP_MS
  const since = new Date(Math.max(last, now.getTime() - FARTHEST_MS))
  let missed = 0
  for await (const event of stripe.eventsSince(since, handledEventTypes)) {
    if (event.livemode === stripe.livemode && (await storeStripeEvent(database, event, now))) missed += 1
  }
  const value = { at: now.toISOString() }
  await database.setting.upsert({ where: { name: WATERMARK }, create: { name: WATERMARK, value }, update: { value } })
  return missed
}
