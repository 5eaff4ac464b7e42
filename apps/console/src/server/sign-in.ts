// How operators sign in, and how they prove once more that it is them. An address that is no operator's gets the same answers,
// and no mail.
import 'server-only'
import { type BrowserSignIn, browserSignIn } from '@farebox/auth/browser-sign-in'
import { findOperator, type Operator, operatorAsPerson } from '@farebox/auth/operator'
import { finishConfirmation, startConfirmation } from '@farebox/auth/operator-confirmation'
import { type SignInLimits, type SignInMail, signInLimits } from '@farebox/auth/sign-in'
import { type Mailer, mails, openMailer } from '@farebox/billing/mails'
import { env } from '../env'
import { database } from './database'
import { sessions } from './session'

export const DEMO_EMAILS = ['ada@farebox.test', 'grace@farebox.test']

// Kept through hot reloads in development: limits that forget are no limits.
const kept: typeof globalThis & { fareboxMailer?: Mailer; fareboxSignInLimits?: SignInLimits } = globalThis

function mailer(): Mailer {
  kept.fareboxMailer ??= openMailer({ smtpUrl: env().SMTP_URL, from: env().MAIL_FROM })
  return kept.fareboxMailer
}

function limits(): SignInLimits {
  kept.fareboxSignInLimits ??= signInLimits()
  return kept.fareboxSignInLimits
}

const scope = () => ({ audience: 'console', secret: env().CONSOLE_SESSION_SECRET }) as const

export function signIn(): BrowserSignIn {
  const { FAREBOX_ENV: environment, CONSOLE_URL: address } = env()
  const desk = { database: database(), scope: scope(), limits: limits(), deliver, personOf: operatorAsPerson }
  return browserSignIn({ desk, sessions: sessions(), address, environment, clock: () => new Date() })
}

/** Nobody waits for the mail: how long the answer takes must not say whether there was one. */
async function deliver({ email, linkToken, code, minutes }: SignInMail): Promise<void> {
  const url = `${env().CONSOLE_URL}/sign-in/link?token=${linkToken}`
  const send = async () => {
    if (await findOperator(database(), { email }))
      await mailer().send(email, mails.signIn({ product: 'Farebox Console', url, code, minutes }))
  }
  void send().catch((failure) => console.error({ page: 'sign-in', failure }))
}

export async function askForConfirmation(operator: Operator): Promise<void> {
  const desk = {
    ...{ database: database(), scope: scope() },
    deliver: ({ email, code, minutes }: { email: string; code: string; minutes: number }) =>
      mailer().send(email, mails.confirmation({ code, minutes })),
  }
  await startConfirmation(desk, { operator, sessionToken: await sessions().token(), now: new Date() })
}

export async function giveConfirmation(code: string): Promise<void> {
  const desk = { database: database(), scope: scope() }
  await finishConfirmation(desk, { code, sessionToken: await sessions().token(), now: new Date() })
}
