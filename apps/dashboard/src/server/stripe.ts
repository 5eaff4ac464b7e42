// Stripe by our settings, opened once: for developers' payout accounts only. Paying is the wallet's.
import 'server-only'
import { openStripe } from '@farebox/billing/checkout'
import { env } from '../env'

let opened: ReturnType<typeof openStripe> | undefined

export function stripe(): ReturnType<typeof openStripe> {
  const { STRIPE_SECRET_KEY: secretKey, STRIPE_API_BASE: apiBase } = env()
  opened ??= openStripe({ secretKey, apiBase })
  return opened
}
