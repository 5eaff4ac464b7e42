// Browser sessions as rows. The cookie holds a random token; the table holds only its keyed hash, made for one audience.
import { createHmac, randomBytes } from 'node:crypto'
import type { Database } from '@farebox/db'
import { CONFIRMED_MS, findOperator, type Operator } from './operator.ts'
import type { Person, WebAudience } from './principal.ts'

const DAY_MS = 24 * 60 * 60 * 1000

/** Signed out after this long without a visit. */
export const SESSION_IDLE_MS = 30 * DAY_MS
/** Signed out after this long in any case. */
export const SESSION_LIFE_MS = 90 * DAY_MS
/** The row is renewed at most this often, so that reading a page does not write. */
export const SESSION_RENEW_MS = DAY_MS

export type SessionScope = {
  audience: WebAudience
  /** The web app's own secret: a token stolen from one app's table is worth nothing in another. */
  secret: string
}

export type OpenSession = { person: Person; expiresAt: Date }

type OfToken = { token: string; now: Date }

/** Of a user; in the console, of an operator. */
export async function issueSession(
  database: Database,
  scope: SessionScope,
  { userId, now, lifeMs = SESSION_IDLE_MS }: { userId: string; now: Date; lifeMs?: number },
) {
  const token = randomBytes(32).toString('base64url')
  const expiresAt = new Date(now.getTime() + lifeMs)
  await database.session.create({
    data: { tokenHash: sessionHash(scope, token), audience: scope.audience, subjectId: userId, expiresAt, createdAt: now },
  })
  return { token, expiresAt }
}

/** The session behind a cookie's token, or undefined: unknown, expired, ended, or made for another audience. */
export async function readSession(database: Database, scope: SessionScope, { token, now }: OfToken): Promise<OpenSession | undefined> {
  const session = await openRow(database, scope, { token, now })
  if (!session || session.audience === 'console') return undefined
  const user = await database.user.findUnique({ where: { id: session.subjectId } })
  if (!user) return undefined
  return { person: { userId: user.id, email: user.email, name: user.name }, expiresAt: session.expiresAt }
}

/** The operator behind a console cookie's token, or undefined: as above, or no operator any more. */
export async function readOperatorSession(database: Database, scope: SessionScope, { token, now }: OfToken): Promise<Operator | undefined> {
  const session = await openRow(database, scope, { token, now })
  if (session?.audience !== 'console') return undefined
  const operator = await findOperator(database, { id: session.subjectId })
  if (!operator) return undefined
  const until = session.confirmedAt && new Date(session.confirmedAt.getTime() + CONFIRMED_MS)
  return { ...operator, confirmedUntil: until && until > now ? until : undefined }
}

async function openRow(database: Database, scope: SessionScope, { token, now }: OfToken) {
  const session = await database.session.findUnique({ where: { tokenHash: sessionHash(scope, token) } })
  return session && session.audience === scope.audience && session.expiresAt > now ? session : undefined
}

/** Moves the end of a session in use, never past its whole life. */
export async function renewSession(database: Database, scope: SessionScope, { token, now }: OfToken): Promise<void> {
  const tokenHash = sessionHash(scope, token)
  const session = await database.session.findUnique({ where: { tokenHash } })
  if (!session || session.audience !== scope.audience || session.expiresAt <= now) return
  const expiresAt = new Date(Math.min(now.getTime() + SESSION_IDLE_MS, session.createdAt.getTime() + SESSION_LIFE_MS))
  await database.session.updateMany({ where: { tokenHash }, data: { expiresAt } })
}

export async function endSession(database: Database, scope: SessionScope, { token }: { token: string }): Promise<void> {
  await database.session.deleteMany({ where: { tokenHash: sessionHash(scope, token), audience: scope.audience } })
}

export function sessionHash({ audience, secret }: SessionScope, token: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(createHmac('sha256', secret).update(`session:${audience}:${token}`).digest())
}
