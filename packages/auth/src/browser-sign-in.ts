// Signing in as a browser does it: the ticket that binds a code to the browser that asked is a cookie, and whoever finishes
// gets a session. Everything that changes something is called from a server action, which Next takes from its own pages only.
import { cookies } from 'next/headers.js'
import { cookieNames } from './cookie-names.ts'
import type { BrowserSessions } from './session.ts'
import {
  awaitedSignIn,
  finishByCode,
  finishByLink,
  offeredSignIn,
  type SignedIn,
  type SignInDesk,
  safeReturnTo,
  signInAsDemo,
  startSignIn,
} from './sign-in.ts'

export type BrowserSignInSettings = {
  desk: SignInDesk
  sessions: Pick<BrowserSessions, 'begin'>
  /** The web app's own address: over HTTPS the cookie is for HTTPS only. */
  address: string
  environment: 'development' | 'test' | 'production'
  clock: () => Date
}

export type BrowserSignIn = {
  /** Sends the mail and gives this browser its ticket. */
  start(asked: { email: string; returnTo: string; ip: string }): Promise<void>
  /** Whom this browser waits for, or undefined: never asked, or too late. */
  awaited(): Promise<{ email: string; returnTo: string } | undefined>
  /** Whom a link would sign in, or undefined: used, or too late. */
  offered(linkToken: string): Promise<{ email: string } | undefined>
  /** Each signs this browser in and says where to go. */
  finishByCode(code: string, ip?: string): Promise<string>
  finishByLink(linkToken: string, ip?: string): Promise<string>
  enterDemo(asked: { email: string; returnTo: string }): Promise<string>
}

export function browserSignIn({ desk, sessions, address, environment, clock }: BrowserSignInSettings): BrowserSignIn {
  const isSecure = address.startsWith('https:')
  const ticketName = cookieNames(desk.scope.audience, address).ticket
  const ticketOptions = { httpOnly: true, sameSite: 'lax', path: '/', secure: isSecure } as const
  const ticket = async () => (await cookies()).get(ticketName)?.value ?? ''

  async function enter({ person, returnTo }: SignedIn): Promise<string> {
    await sessions.begin(person.userId)
    const jar = await cookies()
    jar.set(ticketName, '', { ...ticketOptions, maxAge: 0 })
    return returnTo
  }

  return {
    async start(asked) {
      const started = await startSignIn(desk, { ...asked, now: clock() })
      const jar = await cookies()
      jar.set(ticketName, started.ticket, { ...ticketOptions, expires: started.expiresAt })
    },
    awaited: async () => awaitedSignIn(desk, { ticket: await ticket(), now: clock() }),
    offered: (linkToken) => offeredSignIn(desk, { linkToken, now: clock() }),
    finishByCode: async (code, ip) => enter(await finishByCode(desk, { ticket: await ticket(), code, now: clock(), ...(ip && { ip }) })),
    finishByLink: async (linkToken, ip) => enter(await finishByLink(desk, { linkToken, now: clock(), ...(ip && { ip }) })),
    enterDemo: async ({ email, returnTo }) =>
      enter({ person: await signInAsDemo(desk, { environment, email, now: clock() }), returnTo: safeReturnTo(returnTo) }),
  }
}
