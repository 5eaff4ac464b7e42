// Signing in without a password: one mail with a link and a six-digit code. The link works in any browser, after one click
// on the page it opens (mail programs open links by themselves); the code only in the browser that asked for it.
import { createHmac, randomBytes, randomInt, timingSafeEqual } from 'node:crypto'
import { type Database, newId } from '@farebox/db'
import { AppError } from '@farebox/errors'
import { z } from 'zod'
import type { Person } from './principal.ts'
import { safeReturnTo } from './return-to.ts'
import { listStanding } from './risk-lists.ts'
import type { SessionScope } from './session-store.ts'
import type { SignInLimits } from './sign-in-limits.ts'

export { safeReturnTo } from './return-to.ts'
export { type SignInLimits, signInLimits } from './sign-in-limits.ts'

export const SIGN_IN_MINUTES = 10
const SIGN_IN_MS = SIGN_IN_MINUTES * 60_000
const CODE_TRIES = 5
/** Wrong codes for one mail address, over all its sign-ins of a day, after which only the link works. */
const WRONG_CODES_A_DAY = 25
const DAY_MS = 24 * 60 * 60_000

/** What the mail needs to say. `linkToken` goes into the address of the page that asks for one click. */
export type SignInMail = { email: string; linkToken: string; code: string; minutes: number }

export type SignInDesk = {
  database: Database
  scope: SessionScope
  limits: SignInLimits
  deliver: (mail: SignInMail) => Promise<void>
  /** Whom a mail address that proved itself signs in. Unset: the user with it, made at their first sign-in. */
  personOf?: (database: Database, email: string, now: Date, ip?: string) => Promise<Person>
}

export type SignedIn = { person: Person; returnTo: string }

const anEmail = z.email().max(254)

/** Sends the mail. `ticket` is for a cookie of the browser that asked: without it the code is worth nothing. */
export async function startSignIn(
  { database, scope, limits, deliver }: SignInDesk,
  asked: { email: string; returnTo?: string | undefined; ip: string; now: Date },
): Promise<{ ticket: string; expiresAt: Date }> {
  const email = readEmail(asked.email)
  await limits.take({ email, ip: asked.ip })

  const id = newId(asked.now.getTime())
  const browser = randomToken()
  const linkToken = randomToken()
  const code = String(randomInt(1_000_000)).padStart(6, '0')
  const expiresAt = new Date(asked.now.getTime() + SIGN_IN_MS)
  await database.signInAttempt.create({
    data: {
      id,
      audience: scope.audience,
      email,
      linkHash: linkHashOf(scope, linkToken),
      codeHash: codeHashOf(scope, { id, browser, code }),
      triesLeft: CODE_TRIES,
      returnTo: safeReturnTo(asked.returnTo),
      expiresAt,
      createdAt: asked.now,
    },
  })
  await deliver({ email, linkToken, code, minutes: SIGN_IN_MINUTES })
  return { ticket: `${id}.${browser}`, expiresAt }
}

/** For the page that waits: which mail address this browser's ticket is for, while the code can still be given. */
export async function awaitedSignIn({ database, scope }: SignInDesk, { ticket, now }: { ticket: string; now: Date }) {
  const { id } = readTicket(ticket)
  if (!id) return undefined
  const attempt = await database.signInAttempt.findFirst({ where: { id, ...underWay(scope, now) } })
  return attempt ? { email: attempt.email, returnTo: safeReturnTo(attempt.returnTo) } : undefined
}

/** For the page the link opens: whom one click would sign in. Looking changes nothing. */
export async function offeredSignIn({ database, scope }: SignInDesk, { linkToken, now }: { linkToken: string; now: Date }) {
  const attempt = await database.signInAttempt.findFirst({ where: { linkHash: linkHashOf(scope, linkToken), ...underWay(scope, now) } })
  return attempt ? { email: attempt.email } : undefined
}

export async function finishByLink(
  desk: SignInDesk,
  { linkToken, ip, now }: { linkToken: string; ip?: string; now: Date },
): Promise<SignedIn> {
  const { database, scope, personOf = userOf } = desk
  const attempt = await database.signInAttempt.findUnique({ where: { linkHash: linkHashOf(scope, linkToken) } })
  if (!attempt || !(await consume(desk, { id: attempt.id, now }))) throw new AppError('sign_in_link_ended')
  return { person: await personOf(database, attempt.email, now, ip), returnTo: safeReturnTo(attempt.returnTo) }
}

export async function finishByCode(desk: SignInDesk, given: { ticket: string; code: string; ip?: string; now: Date }): Promise<SignedIn> {
  const { database, scope, personOf = userOf } = desk
  const { now, ip } = given
  const { id, browser } = readTicket(given.ticket)
  const code = given.code.replace(/[\s-]/g, '')
  if (!id) throw new AppError('sign_in_code_wrong')
  if (!/^\d{6}$/.test(code)) throw new AppError('invalid_request', { message: 'The code has six digits.', param: 'code' })

  // The try is taken before the code is looked at, so that guesses at the same moment cannot share one.
  const taken = await database.signInAttempt.updateMany({
    where: { id, triesLeft: { gt: 0 }, ...underWay(scope, now) },
    data: { triesLeft: { decrement: 1 } },
  })
  const attempt = taken.count === 1 ? await database.signInAttempt.findUnique({ where: { id } }) : null
  if (!attempt) throw new AppError('sign_in_code_wrong')
  await refuseAfterManyWrongCodes(database, attempt.email, now)
  if (!timingSafeEqual(attempt.codeHash, codeHashOf(scope, { id, browser, code }))) throw wrongCode(attempt.triesLeft)
  if (!(await consume(desk, { id, now }))) throw new AppError('sign_in_code_wrong')
  return { person: await personOf(database, attempt.email, now, ip), returnTo: safeReturnTo(attempt.returnTo) }
}

/** Development's one-click sign-in. It knows only addresses that cannot exist, and nobody in production. */
export async function signInAsDemo(
  { database, personOf = userOf }: Pick<SignInDesk, 'database' | 'personOf'>,
  { environment, email, now }: { environment: 'development' | 'test' | 'production'; email: string; now: Date },
): Promise<Person> {
  const address = readEmail(email)
  if (environment === 'production' || !address.endsWith('@farebox.test')) throw new AppError('not_found')
  return personOf(database, address, now)
}

function wrongCode(triesLeft: number): AppError {
  if (triesLeft === 0) return new AppError('sign_in_code_wrong', { metadata: { tries_left: 0 } })
  const message = `This code is wrong. You have ${triesLeft} more ${triesLeft === 1 ? 'try' : 'tries'}.`
  return new AppError('sign_in_code_wrong', { message, metadata: { tries_left: triesLeft } })
}

/** Five tries a mail are few; five tries of many mails are not. The link is too long to guess, so it goes on working. */
async function refuseAfterManyWrongCodes(database: Database, email: string, now: Date): Promise<void> {
  const since = new Date(now.getTime() - DAY_MS)
  const unfinished = { email, createdAt: { gt: since }, consumedAt: null }
  const { _count, _sum } = await database.signInAttempt.aggregate({ where: unfinished, _count: true, _sum: { triesLeft: true } })
  const wrongCodes = _count * CODE_TRIES - (_sum.triesLeft ?? 0)
  if (wrongCodes <= WRONG_CODES_A_DAY) return
  throw new AppError('sign_in_code_wrong', { message: 'Too many wrong codes for this mail address. Use the link in the mail instead.' })
}

/** Whoever comes first: of a link and a code used at the same moment, one signs in. */
async function consume({ database, scope }: SignInDesk, { id, now }: { id: string; now: Date }): Promise<boolean> {
  const { count } = await database.signInAttempt.updateMany({ where: { id, ...underWay(scope, now) }, data: { consumedAt: now } })
  return count === 1
}

/** The user with this mail address, made at their first sign-in. Only then the lists are asked: who has money here keeps the way to it. */
async function userOf(database: Database, email: string, now: Date, ip?: string): Promise<Person> {
  const known = await database.user.findUnique({ where: { email } })
  if (known) return { userId: known.id, email, name: known.name }
  // Asked only of somebody who proved the mail address, so that nobody learns from a refusal who has an account.
  const { blocked } = await listStanding(database, { email, address: ip }, now)
  if (blocked) throw new AppError('sign_up_refused', { internal: `${blocked.kind} entry ${blocked.id}` })
  await database.user.createMany({ data: [{ id: newId(now.getTime()), email, createdAt: now }], skipDuplicates: true })
  const { id, name } = await database.user.findUniqueOrThrow({ where: { email } })
  return { userId: id, email, name }
}

function readEmail(given: string): string {
  const email = anEmail.safeParse(given.trim().toLowerCase())
  if (!email.success) throw new AppError('invalid_request', { message: 'This is not a mail address.', param: 'email' })
  return email.data
}

const underWay = ({ audience }: SessionScope, now: Date) => ({ audience, consumedAt: null, expiresAt: { gt: now } })

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

function readTicket(ticket: string): { id: string | undefined; browser: string } {
  const [id = '', browser = ''] = ticket.split('.')
  return { id: UUID.test(id) ? id : undefined, browser }
}

const randomToken = () => randomBytes(32).toString('base64url')

const linkHashOf = ({ audience, secret }: SessionScope, token: string) => keyed(secret, `link:${audience}:${token}`)

/** Six digits have few values: the app's secret and the browser's ticket keep them from being found in a stolen table. */
const codeHashOf = ({ secret }: SessionScope, { id, browser, code }: { id: string; browser: string; code: string }) =>
  keyed(secret, `code:${id}:${browser}:${code}`)

const keyed = (secret: string, text: string) => new Uint8Array(createHmac('sha256', secret).update(text).digest())
