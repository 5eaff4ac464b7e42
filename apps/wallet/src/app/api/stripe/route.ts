// Stripe's webhooks about our own account arrive here: payments and transfers.
import { receiveStripeWebhook } from '@farebox/billing/stripe-webhook'
import { env } from '../../../env'
import { stripeDoor } from '../../../server/stripe-door'

export function POST(request: Request): Promise<Response> {
  return stripeDoor(request, receiveStripeWebhook, env().STRIPE_WEBHOOK_SECRET)
}
