// The app's own accounts: a name in a signed cookie. A real app has its sign-in here; Farebox asks nothing of it but an id for each user.
import 'server-only'
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import { cookies } from 'next/headers'

export type Account = { id: string; label: string }

const COOKIE = 'session'
const secret = process.env.SESSION_SECRET ?? secretOfThisStart()

export async function account(): Promise<Account | undefined> {
  const [name = '', signature = ''] = ((await cookies()).get(COOKIE)?.value ?? '').split('~')
  return name && isSigned(name, signature) ? { id: `nextjs-${name}`, label: `${name} at Sample Chat` } : undefined
}

export async function signInAs(name: string): Promise<void> {
  if (!/^[a-z0-9-]{1,40}$/.test(name)) throw new Error('A name is small letters, digits and -')
  const options = { httpOnly: true, sameSite: 'lax', secure: process.env.NODE_ENV === 'production', path: '/' } as const
  ;(await cookies()).set(COOKIE, `${name}~${sign(name)}`, options)
}

export async function signOut(): Promise<void> {
  ;(await cookies()).delete(COOKIE)
}

const sign = (name: string) => createHmac('sha256', secret).update(name).digest('base64url')

function isSigned(name: string, signature: string): boolean {
  const [given, right] = [Buffer.from(signature), Buffer.from(sign(name))]
  return given.length === right.length && timingSafeEqual(given, right)
}

/** One for all modules of a start: who signed in stays signed in while Next compiles the next page. */
function secretOfThisStart(): string {
  process.env.SESSION_SECRET ??= randomBytes(32).toString('hex')
  return process.env.SESSION_SECRET
}
