// Both of Stripe's doors: raw bytes to billing, and nothing else.
import 'server-only'
import type { receiveStripeWebhook } from '@farebox/billing/stripe-webhook'
import { AppError, asAppError } from '@farebox/errors'
import { database } from './database'
import { till } from './till'

/** Far above any event of Stripe's. */
const BYTES_MAX = 1_000_000

/** `secrets` are separated by commas: two while one replaces the other. */
export async function stripeDoor(request: Request, receive: typeof receiveStripeWebhook, secrets: string): Promise<Response> {
  try {
    const length = request.headers.get('content-length')
    if (length !== null && BigInt(length) > BYTES_MAX) throw new AppError('request_too_large')
    const given = { rawBody: await request.text(), signature: request.headers.get('stripe-signature'), secrets: secrets.split(',') }
    // A signature’s age is told by the machine’s clock, also where time was moved for a look at later days.
    const isNew = await receive(database(), { ...given, livemode: till().stripe.livemode, now: new Date() })
    return Response.json({ received: true, new: isNew })
  } catch (thrown) {
    const { code, message, internal, entry } = asAppError(thrown)
    console.error({ door: 'stripe', code, internal })
    return Response.json({ error: { code, message } }, { status: entry.status })
  }
}
