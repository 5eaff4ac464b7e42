// The console's settings, the only place that reads the environment. Read when the server starts, not when it is built.
import { address, environmentName, isOpenHttp, readSettings, secret } from '@farebox/billing/settings'
import { z } from 'zod'

const shape = {
  FAREBOX_ENV: environmentName,
  DATABASE_URL: z.url(),
  DASHBOARD_URL: address,
  WALLET_URL: address,
  CONSOLE_URL: address,
  GATEWAY_URL: address,
  CONSOLE_SESSION_SECRET: secret,
  SMTP_URL: z.url(),
  MAIL_FROM: z.string().min(3),
  /** Development only: the page of the mailbox stand-in. */
  MAILBOX_URL: address.optional(),
  /** Development only: the Stripe stand-in, whose time moves with ours. */
  STRIPE_API_BASE: address.optional(),
}

type Env = z.infer<z.ZodObject<typeof shape>>

let settings: Env | undefined

export function env(): Env {
  settings ??= readSettings(shape, process.env, wrongInProduction)
  return settings
}

function wrongInProduction({ MAILBOX_URL, STRIPE_API_BASE, CONSOLE_URL }: Env): string[] {
  return [
    isOpenHttp(CONSOLE_URL) ? ['CONSOLE_URL must begin with https:// in production: over plain HTTP a session can be read on the way'] : [],
    MAILBOX_URL ? ['MAILBOX_URL must be unset in production: it is a stand-in'] : [],
    STRIPE_API_BASE ? ['STRIPE_API_BASE must be unset in production: it is a stand-in'] : [],
  ].flat()
}
