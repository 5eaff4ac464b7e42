// The till of this process: the database, and Stripe by our settings.
import 'server-only'
import { openStripe, type Till } from '@farebox/billing/checkout'
import { env } from '../env'
import { database } from './database'

let opened: Till | undefined

export function till(): Till {
  const { STRIPE_SECRET_KEY: secretKey, STRIPE_API_BASE: apiBase } = env()
  opened ??= { database: database(), stripe: openStripe({ secretKey, apiBase }), proofSecret: env().WALLET_SESSION_SECRET }
  return opened
}
