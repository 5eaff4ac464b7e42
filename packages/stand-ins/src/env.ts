// The settings of the stand-in process. The only file of this package that reads the environment.
import { z } from 'zod'

const port = (usual: number) => z.coerce.number().int().min(0).max(65_535).default(usual)
const optionalText = z
  .string()
  .optional()
  .transform((value) => value || undefined)

const settings = z.object({
  /** Loopback by default: a stand-in has no secrets of its own, and answers whoever reaches it. */
  HOST: z.string().min(1).default('127.0.0.1'),
  PORT_STRIPE: port(3004),
  PORT_MODELS: port(3005),
  PORT_MAILBOX: port(3006),
  PORT_SMTP: port(3007),
  STRIPE_WEBHOOK_SECRET: optionalText,
  STRIPE_WEBHOOK_URL: optionalText,
  /** The second endpoint: events of connected accounts, and thin events. */
  STRIPE_CONNECT_WEBHOOK_SECRET: optionalText,
  STRIPE_CONNECT_WEBHOOK_URL: optionalText,
  /** Where sessions, payments and events survive a restart. Unset: memory only. */
  STRIPE_STATE_FILE: optionalText,
})

export type Settings = z.infer<typeof settings>

export function readSettings(): Settings {
  const parsed = settings.safeParse(process.env)
  if (parsed.success) return parsed.data
  const wrong = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; ')
  throw new Error(`The stand-ins cannot start. Wrong settings: ${wrong}`)
}
