// Stripe's webhooks arrive here: raw bytes to the door of billing, and nothing else.
import { receiveStripeWebhook } from '@farebox/billing/stripe-webhook'
import { AppError, asAppError } from '@farebox/errors'
import { env } from '../../../env'
import { database } from '../../../server/database'
import { till } from '../../../server/till'

/** Far above any event of Stripe's. */
const BYTES_MAX = 1_000_000

export async function POST(request: Request): Promise<Response> {
  try {
    const length = request.headers.get('content-length')
    if (length !== null && BigInt(length) > BYTES_MAX) throw new AppError('request_too_large')
    const given = { rawBody: await request.text(), signature: request.headers.get('stripe-signature') }
    const secrets = env().STRIPE_WEBHOOK_SECRET.split(',')
    // A signature’s age is told by the machine’s clock, also where time was moved for a look at later days.
    const isNew = await receiveStripeWebhook(database(), { ...given, secrets, livemode: till().stripe.livemode, now: new Date() })
    return Response.json({ received: true, new: isNew })
  } catch (thrown) {
    const { code, message, internal, entry } = asAppError(thrown)
    console.error({ door: 'stripe', code, internal })
    return Response.json({ error: { code, message } }, { status: entry.status })
  }
}
