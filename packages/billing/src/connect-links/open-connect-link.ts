// A connect link as its page shows it, and what the person who opened it decides. Deciding spends the link; it moves nothing and
// allows nothing yet: the app still has to say that this browser is its own user's.
import { type ConnectLinkModel, type Database, type Mode, publicId } from '@farebox/db'
import { AppError } from '@farebox/errors'
import { type Microcents, microcents } from '@farebox/money'
import type { ConsentEvidence } from '../connections/connect-wallet.ts'
import { type ConsentChoice, evidenceOf, termsOfChoice } from '../connections/consent.ts'
import { newSecret, secretHashOf } from './link-secrets.ts'

export const CODE_FOR_MS = 10 * 60_000

export type OpenConnectLink = {
  appId: string
  mode: Mode
  /** The app's account that would be paid for. */
  label: string
  /** Where the browser goes back to, as an origin. */
  returnsTo: string
  suggestedLimit: Microcents | null
}

/** Throws `connect_expired` for a link that is unknown, too old, or was decided on. */
export async function findConnectLink(database: Database, token: string, now: Date): Promise<OpenConnectLink> {
  const { appId, mode, label, redirectUri, suggestedLimitMicrocents } = await openLink(database, token, now)
  const suggestedLimit = suggestedLimitMicrocents === null ? null : microcents(suggestedLimitMicrocents)
  return { appId, mode, label, returnsTo: new URL(redirectUri).origin, suggestedLimit }
}

/** Kept until the app confirms. */
export type LinkChoice = { choice: ConsentChoice; evidence: ConsentEvidence }

export type AllowByLink = { token: string; userId: string; choice: ConsentChoice; shown: { markupBps: number; ip: string }; now: Date }

/** Answers where to send the browser: to the app, with a code that only the app's key can use. */
export async function allowByLink(database: Database, { token, userId, choice, shown, now }: AllowByLink): Promise<string> {
  const link = await openLink(database, token, now)
  termsOfChoice(choice, now)
  const evidence = await evidenceOf(database, { appId: link.appId, now }, choice, shown)
  const details = { ...evidence.details, label: link.label, externalUserId: link.externalUserId }
  const chosen: LinkChoice = { choice, evidence: { ...evidence, details } }
  const code = newSecret()
  const codeExpiresAt = new Date(now.getTime() + CODE_FOR_MS)
  await decide(database, link, { userId, choice: chosen, codeHash: secretHashOf('code', code), codeExpiresAt, now })
  return backToApp(link, { code })
}

export async function denyByLink(
  database: Database,
  { token, userId, now }: Pick<AllowByLink, 'token' | 'userId' | 'now'>,
): Promise<string> {
  const link = await openLink(database, token, now)
  await decide(database, link, { userId, now })
  return backToApp(link, { error: 'access_denied' })
}

async function openLink(database: Database, token: string, now: Date): Promise<ConnectLinkModel> {
  const link = await database.connectLink.findUnique({ where: { tokenHash: secretHashOf('link', token) } })
  if (!link || link.decidedAt || link.expiresAt <= now) throw ended()
  const app = await database.app.findUnique({ where: { id: link.appId } })
  if (app?.status !== 'live') throw new AppError('app_suspended', { internal: publicId('app', link.appId) })
  return link
}

type Decision = { userId: string; choice?: LinkChoice; codeHash?: Uint8Array<ArrayBuffer>; codeExpiresAt?: Date; now: Date }

/** Once: of two browsers that decide at the same moment one is too late. */
async function decide(database: Database, { id }: ConnectLinkModel, { now, ...decision }: Decision): Promise<void> {
  const { count } = await database.connectLink.updateMany({ where: { id, decidedAt: null }, data: { ...decision, decidedAt: now } })
  if (count === 0) throw ended()
}

function backToApp({ redirectUri }: ConnectLinkModel, answer: Record<string, string>): string {
  const address = new URL(redirectUri)
  for (const [name, value] of Object.entries(answer)) address.searchParams.set(name, value)
  return address.href
}

const ended = () =>
  new AppError('connect_expired', {
    message: 'This link has ended: it works once, for ten minutes. Go back to the app and connect again. Nothing was allowed.',
  })
