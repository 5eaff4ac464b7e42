// Browser sessions of a web app, the only place that knows next-auth. It reads, slides and ends the session of a cookie
// through an adapter to our own rows; beginning one is ours (see `sign-in.ts`), since next-auth would do it on a GET.
import type { Database } from '@farebox/db'
import { cookies } from 'next/headers.js'
import type { AuthOptions } from 'next-auth'
import type { Adapter } from 'next-auth/adapters'
import * as nextAuth from 'next-auth/next'
import { cookieNames } from './cookie-names.ts'
import type { Person, WebAudience } from './principal.ts'
import {
  endSession,
  issueSession,
  type OpenSession,
  readSession,
  renewSession,
  SESSION_IDLE_MS,
  SESSION_LIFE_MS,
  SESSION_RENEW_MS,
  type SessionScope,
} from './session-store.ts'

export type { Person, WebAudience } from './principal.ts'

export type BrowserSessionSettings = {
  database: Database
  audience: WebAudience
  secret: string
  /** The web app's own address, such as https://wallet.example. */
  address: string
  clock: () => Date
}

export type BrowserSessions = {
  /** Who the cookie of this request belongs to, for pages, actions and route handlers. */
  person(): Promise<Person | undefined>
  /** Signs this browser in. Only in a server action or a route handler, since it sets a cookie. */
  begin(userId: string): Promise<void>
  /** Signs this browser out. Only in a server action or a route handler. */
  end(): Promise<void>
  /** Next-auth's own addresses under /api/auth: session, csrf, signout. */
  route: RouteHandler
}

export function browserSessions(settings: BrowserSessionSettings): BrowserSessions {
  const { database, audience, secret, address, clock } = settings
  const scope: SessionScope = { audience, secret }
  const cookieName = cookieNames(audience, address).session
  const cookieOptions = { httpOnly: true, sameSite: 'lax', path: '/', secure: address.startsWith('https:') } as const
  const options = authOptions(settings)

  return {
    async person() {
      const session = await nextAuth.getServerSession<AuthOptions, { person: Person }>(options)
      return session?.person
    },

    async begin(userId) {
      const jar = await cookies()
      const earlier = jar.get(cookieName)?.value
      if (earlier) await endSession(database, scope, { token: earlier })
      const { token } = await issueSession(database, scope, { userId, now: clock() })
      jar.set(cookieName, token, { ...cookieOptions, maxAge: SESSION_LIFE_MS / 1000 })
    },

    async end() {
      const jar = await cookies()
      const token = jar.get(cookieName)?.value
      if (token) await endSession(database, scope, { token })
      jar.set(cookieName, '', { ...cookieOptions, maxAge: 0 })
    },

    route: routeHandler(options),
  }
}

function authOptions({ database, audience, secret, address, clock }: BrowserSessionSettings): AuthOptions {
  const scope: SessionScope = { audience, secret }
  const names = cookieNames(audience, address)
  const cookie = { httpOnly: true, sameSite: 'lax', path: '/', secure: address.startsWith('https:') }
  return {
    secret,
    adapter: adapterTo(database, scope, clock),
    session: { strategy: 'database', maxAge: SESSION_IDLE_MS / 1000, updateAge: SESSION_RENEW_MS / 1000 },
    cookies: {
      sessionToken: { name: names.session, options: cookie },
      csrfToken: { name: names.csrf, options: cookie },
      callbackUrl: { name: names.callback, options: cookie },
    },
    providers: [],
    pages: { signIn: '/sign-in', signOut: '/sign-in', error: '/sign-in' },
    callbacks: {
      session: ({ session, user }) => ({
        expires: session.expires,
        person: { userId: user.id, email: user.email, name: user.name ?? null },
      }),
    },
    logger: { warn: () => undefined, debug: () => undefined },
  }
}

/** Next-auth's view of our rows. What it may not do here (make users, make sessions, link accounts) is not offered. */
function adapterTo(database: Database, scope: SessionScope, clock: () => Date): Adapter {
  return {
    async getSessionAndUser(token) {
      const session = await readSession(database, scope, { token, now: clock() })
      return session ? { session: sessionOf(token, session), user: userOf(session) } : null
    },
    async updateSession({ sessionToken }) {
      await renewSession(database, scope, { token: sessionToken, now: clock() })
      return null
    },
    async deleteSession(token) {
      await endSession(database, scope, { token })
    },
  }
}

const sessionOf = (token: string, { person, expiresAt }: OpenSession) => ({
  sessionToken: token,
  userId: person.userId,
  expires: expiresAt,
})
const userOf = ({ person }: OpenSession) => ({ id: person.userId, email: person.email, name: person.name, emailVerified: null })

type RouteHandler = (request: Request, context: { params: Promise<{ nextauth: string[] }> }) => Promise<Response>

/** Next-auth is CommonJS: a bundler and Node each show its default export at a different depth. */
function routeHandler(options: AuthOptions): RouteHandler {
  const exported = nextAuth.default
  const make: unknown = 'default' in exported ? exported.default : exported
  return (make as (options: AuthOptions) => RouteHandler)(options)
}
