// The wallet's settings, the only place that reads the environment. Read when the server starts, not when it is built.
import { address, environmentName, isOpenHttp, readSettings, secret, wrongStripeInProduction } from '@farebox/billing/settings'
import { z } from 'zod'

const shape = {
  FAREBOX_ENV: environmentName,
  DATABASE_URL: z.url(),
  DASHBOARD_URL: address,
  WALLET_URL: address,
  GATEWAY_URL: address,
  WALLET_SESSION_SECRET: secret,
  /** Signs the links in mails that stop spending without signing in; the worker sends them. */
  MAIL_LINK_SECRET: secret,
  SMTP_URL: z.url(),
  MAIL_FROM: z.string().min(3),
  /** Development only: the page of the mailbox stand-in. */
  MAILBOX_URL: address.optional(),
  STRIPE_SECRET_KEY: z.string().min(1),
  STRIPE_WEBHOOK_SECRET: z.string().min(1),
  /** Of the second endpoint, which hears of developers' accounts. */
  STRIPE_CONNECT_WEBHOOK_SECRET: z.string().min(1),
  /** Development only: the Stripe stand-in. Unset: Stripe itself. */
  STRIPE_API_BASE: address.optional(),
}

type Env = z.infer<z.ZodObject<typeof shape>>

let settings: Env | undefined

export function env(): Env {
  settings ??= readSettings(shape, process.env, wrongInProduction)
  // Next-auth finds its own address here.
  process.env.NEXTAUTH_URL = settings.WALLET_URL
  return settings
}

function wrongInProduction({ MAILBOX_URL, WALLET_URL, ...stripe }: Env): string[] {
  return [
    isOpenHttp(WALLET_URL) ? ['WALLET_URL must begin with https:// in production: over plain HTTP a session can be read on the way'] : [],
    MAILBOX_URL ? ['MAILBOX_URL must be unset in production: it is a stand-in'] : [],
    wrongStripeInProduction(stripe),
  ].flat()
}
