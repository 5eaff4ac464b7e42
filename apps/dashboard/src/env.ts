// The dashboard's settings, the only place that reads the environment. Read when the server starts, not when it is built.
import {
  address,
  encryptionKey,
  environmentName,
  isOpenHttp,
  readSettings,
  secret,
  wrongStripeInProduction,
} from '@farebox/billing/settings'
import { z } from 'zod'

const shape = {
  FAREBOX_ENV: environmentName,
  DATABASE_URL: z.url(),
  DASHBOARD_URL: address,
  WALLET_URL: address,
  GATEWAY_URL: address,
  DASHBOARD_SESSION_SECRET: secret,
  /** Encrypts the secrets of webhook endpoints. */
  ENCRYPTION_KEY: encryptionKey,
  SMTP_URL: z.url(),
  MAIL_FROM: z.string().min(3),
  /** Development only: the page of the mailbox stand-in. */
  MAILBOX_URL: address.optional(),
  /** For developers' payout accounts: their onboarding, and what Stripe says of them. */
  STRIPE_SECRET_KEY: z.string().min(1),
  /** Development only: the Stripe stand-in. Unset: Stripe itself. */
  STRIPE_API_BASE: address.optional(),
}

type Env = z.infer<z.ZodObject<typeof shape>>

let settings: Env | undefined

export function env(): Env {
  settings ??= readSettings(shape, process.env, wrongInProduction)
  // Next-auth finds its own address here.
  process.env.NEXTAUTH_URL = settings.DASHBOARD_URL
  return settings
}

function wrongInProduction({ MAILBOX_URL, DASHBOARD_URL, ...stripe }: Env): string[] {
  return [
    isOpenHttp(DASHBOARD_URL)
      ? ['DASHBOARD_URL must begin with https:// in production: over plain HTTP a session can be read on the way']
      : [],
    MAILBOX_URL ? ['MAILBOX_URL must be unset in production: it is a stand-in'] : [],
    wrongStripeInProduction(stripe),
  ].flat()
}
