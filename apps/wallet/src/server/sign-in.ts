// How people sign in to the wallet: the desk with its limits, its mail, and this app's cookies.
import 'server-only'
import { type BrowserSignIn, browserSignIn } from '@farebox/auth/browser-sign-in'
import { type SignInLimits, type SignInMail, signInLimits } from '@farebox/auth/sign-in'
import { type Mailer, mails, openMailer } from '@farebox/billing/mails'
import { env } from '../env'
import { database } from './database'
import { sessions } from './session'

export const DEMO_EMAIL = 'rider@farebox.test'

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

export function signIn(): BrowserSignIn {
  const { FAREBOX_ENV, WALLET_SESSION_SECRET, WALLET_URL } = env()
  return browserSignIn({
    desk: { database: database(), scope: { audience: 'wallet', secret: WALLET_SESSION_SECRET }, limits: limits(), deliver },
    sessions: sessions(),
    address: WALLET_URL,
    environment: FAREBOX_ENV,
    clock: () => new Date(),
  })
}

async function deliver({ email, linkToken, code, minutes }: SignInMail): Promise<void> {
  const url = `${env().WALLET_URL}/sign-in/link?token=${linkToken}`
  await mailer().send(email, mails.signIn({ product: 'Farebox Wallet', url, code, minutes }))
}
