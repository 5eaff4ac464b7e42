// Reading a process's settings: every missing or wrong variable is named in one message, before anything starts.
import { z } from 'zod'

/** An address without a trailing slash, such as https://wallet.example. */
export const address = z.url({ protocol: /^https?$/ }).transform((text) => text.replace(/\/+$/, ''))
export const environmentName = z.enum(['development', 'test', 'production'])
/** A random secret, long enough not to be guessed. */
export const secret = z.string().min(32, 'must be at least 32 characters')
/** What is encrypted at rest. */
export const encryptionKey = z
  .string()
  .transform((text) => Buffer.from(text, 'base64'))
  .refine((bytes) => bytes.length === 32, 'must be 32 bytes in base64')

/** What production may not have of Stripe: with a practice key, practice cards would buy balance that spends real money. */
export function wrongStripeInProduction({ STRIPE_SECRET_KEY, STRIPE_API_BASE }: StripeSettings): string[] {
  return [
    /^(sk|rk)_live_/.test(STRIPE_SECRET_KEY)
      ? []
      : ['STRIPE_SECRET_KEY must be a live key in production: test cards would buy real balance'],
    STRIPE_API_BASE ? ['STRIPE_API_BASE must be unset in production: it is a stand-in'] : [],
  ].flat()
}

type StripeSettings = { STRIPE_SECRET_KEY: string; STRIPE_API_BASE?: string | undefined }

/** Plain HTTP that leaves this machine. */
export function isOpenHttp(text: string): boolean {
  const { protocol, hostname } = new URL(text)
  return protocol === 'http:' && !/^(localhost|.+\.localhost|127\.0\.0\.1|\[::1\])$/.test(hostname)
}

/**
 * Settings of a web app from its environment. `wrongInProduction` adds sentences for what development may have and
 * production may not, such as the address of a stand-in.
 */
export function readSettings<Shape extends z.ZodRawShape>(
  shape: Shape,
  environment: Record<string, string | undefined>,
  wrongInProduction: (settings: z.infer<z.ZodObject<Shape>>) => string[] = () => [],
): z.infer<z.ZodObject<Shape>> {
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== undefined && value !== ''))
  const parsed = z.object(shape).safeParse(given)
  if (!parsed.success) throw new Error(message(parsed.error.issues.map((issue) => wrongVariable(issue, given))))
  const inProduction = given.FAREBOX_ENV === 'production' ? wrongInProduction(parsed.data) : []
  if (inProduction.length > 0) throw new Error(message(inProduction))
  return parsed.data
}

function wrongVariable(issue: z.core.$ZodIssue, given: Record<string, unknown>): string {
  const name = issue.path.join('.')
  return given[name] === undefined ? `${name} is missing` : `${name} is wrong: ${issue.message}`
}

const message = (sentences: string[]) =>
  `Farebox cannot start. Set these variables (see .env.example):\n${sentences.map((sentence) => `  - ${sentence}\n`).join('')}`
