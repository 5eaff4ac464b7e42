// Sessions of operators in a browser. Unlike those of users they do not slide: signed in for a working day, then again. They do
// without next-auth, which would add addresses of its own under /api/auth that nothing here calls.
import type { Database } from '@farebox/db'
import { cookies } from 'next/headers.js'
import { cookieNames } from './cookie-names.ts'
import type { Operator } from './operator.ts'
import { endSession, issueSession, readOperatorSession, type SessionScope } from './session-store.ts'

/** Signed out after this long in any case: one working day. */
export const OPERATOR_SESSION_MS = 12 * 60 * 60_000

export type OperatorSessionSettings = {
  database: Database
  secret: string
  /** The console's own address. */
  address: string
  clock: () => Date
}

export type OperatorSessions = {
  /** Whose the cookie of this request is, for pages, actions and route handlers. */
  operator(): Promise<Operator | undefined>
  /** The cookie's token, for asking a fresh code in this session. */
  token(): Promise<string>
  /** Each only in a server action or a route handler, since it sets a cookie. */
  begin(operatorId: string): Promise<void>
  end(): Promise<void>
}

export function operatorSessions({ database, secret, address, clock }: OperatorSessionSettings): OperatorSessions {
  const scope: SessionScope = { audience: 'console', secret }
  const cookieName = cookieNames('console', address).session
  const cookieOptions = { httpOnly: true, sameSite: 'lax', path: '/', secure: address.startsWith('https:') } as const
  const token = async () => (await cookies()).get(cookieName)?.value ?? ''

  return {
    token,
    operator: async () => readOperatorSession(database, scope, { token: await token(), now: clock() }),

    async begin(operatorId) {
      const earlier = await token()
      if (earlier) await endSession(database, scope, { token: earlier })
      const { token: fresh } = await issueSession(database, scope, { userId: operatorId, now: clock(), lifeMs: OPERATOR_SESSION_MS })
      const jar = await cookies()
      jar.set(cookieName, fresh, { ...cookieOptions, maxAge: OPERATOR_SESSION_MS / 1000 })
    },

    async end() {
      const jar = await cookies()
      await endSession(database, scope, { token: await token() })
      jar.set(cookieName, '', { ...cookieOptions, maxAge: 0 })
    },
  }
}
