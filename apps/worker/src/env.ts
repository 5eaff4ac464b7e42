// The worker's settings, the only place that reads the environment.
import { address, encryptionKey, environmentName, readSettings, secret, wrongStripeInProduction } from '@farebox/billing/settings'
import { z } from 'zod'

const shape = {
  FAREBOX_ENV: environmentName,
  DATABASE_URL: z.url(),
  WALLET_URL: address,
  DASHBOARD_URL: address,
  SMTP_URL: z.url(),
  MAIL_FROM: z.string().min(3),
  /** Opens the secrets that webhooks to developers are signed with. */
  ENCRYPTION_KEY: encryptionKey,
  /** Signs the links in mails that stop spending without signing in; the wallet knows it too. */
  MAIL_LINK_SECRET: secret,
  STRIPE_SECRET_KEY: z.string().min(1),
  /** Development only: the Stripe stand-in. Unset: Stripe itself. */
  STRIPE_API_BASE: address.optional(),
  /** Where /healthz answers. */
  PORT: z.coerce.number().int().min(0).max(65_535).default(3_008),
  HOST: z.string().default('127.0.0.1'),
  /** Where alerts lead. Unset: they name the runbook only. */
  CONSOLE_URL: address.optional(),
  /** Told of every alert, as JSON. */
  ALERT_WEBHOOK_URL: z.url().optional(),
}

export type Env = z.infer<z.ZodObject<typeof shape>>

export function readEnv(environment: Record<string, string | undefined> = process.env): Env {
  return readSettings(shape, environment, wrongStripeInProduction)
}
