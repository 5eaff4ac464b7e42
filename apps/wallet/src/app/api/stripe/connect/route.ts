// Stripe's webhooks about developers' accounts arrive here: their bank payouts and bank accounts, and thin events of their onboarding.
import { receiveConnectWebhook } from '@farebox/billing/stripe-webhook'
import { env } from '../../../../env'
import { stripeDoor } from '../../../../server/stripe-door'

export function POST(request: Request): Promise<Response> {
  return stripeDoor(request, receiveConnectWebhook, env().STRIPE_CONNECT_WEBHOOK_SECRET)
}
