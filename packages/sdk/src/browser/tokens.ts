// The user's tokens: an access token in this page's memory, a refresh token in the website's storage. A refresh token works once, so
// of all tabs one at a time refreshes, with what the one before it left.
import { FareboxError } from '../errors.ts'
import type { ClientFacts } from './client-facts.ts'
import type { Events } from './events.ts'
import { failureToReach } from './failure-to-reach.ts'
import { keep, keptKey, readKept } from './keep.ts'
import { keepRefreshToken, readRefreshToken } from './refresh-tokens.ts'
import type { FareboxUser } from './types.ts'

export type Tokens = {
  user: () => FareboxUser | undefined
  /** A token that should be good; undefined: nobody is signed in. `not`: one that was refused. */
  access: (not?: string) => Promise<string | undefined>
  /** Exchanges the code that proves a sign-in. */
  exchange: (grant: { code: string; verifier: string; redirectUri: string }) => Promise<FareboxUser>
  /** Signs out here and in every tab. */
  end: () => Promise<void>
  /** The user took it back: nothing is left to present. */
  forget: () => void
}

type TokenAnswer = { access_token: string; refresh_token: string; expires_in: number; id_token?: string; scope?: string }

/** Refreshed this long before it ends, so that no call is sent with a token that dies on the way. */
const EARLY_MS = 30_000
/** While one tab asks, all others wait for it. */
const ANSWER_WITHIN_MS = 20_000

export function createTokens(name: string, facts: () => Promise<ClientFacts>, events: Events): Tokens {
  let held: ReturnType<typeof heldOf> | undefined
  let refreshing: Promise<string | undefined> | undefined

  hearChangeElsewhere(name, (isEnd) => {
    held = undefined
    if (isEnd) events.tell('signedOut', undefined)
  })

  const hold = (answer: TokenAnswer) => {
    held = heldOf(answer)
    return held.token
  }

  const forget = () => {
    held = undefined
    const wasSignedIn = readKept(name) !== undefined
    keep(name, undefined)
    void keepRefreshToken(name, undefined)
    if (wasSignedIn) events.tell('revoked', undefined)
  }

  async function refresh() {
    const token = await readRefreshToken(name)
    const form = { grant_type: 'refresh_token', refresh_token: token ?? '' }
    const { isGiven, status, answer } = await askForTokens(await facts(), form)
    if (isGiven) {
      await keepRefreshToken(name, answer.refresh_token)
      return hold(answer)
    }
    if (answer.error !== 'invalid_grant') throw oauthError(answer, status)
    forget()
  }

  return {
    user: () => readKept(name)?.user,
    async access(not) {
      if (held && held.token !== not && held.endsAt > Date.now()) return held.token
      // Known at once: whoever signs in next is still in the click that asked.
      if (!readKept(name)) return undefined
      refreshing ??= alone(`farebox:${name}`, refresh).finally(() => {
        refreshing = undefined
      })
      return refreshing
    },
    async exchange({ code, verifier, redirectUri }) {
      const client = await facts()
      const form = { grant_type: 'authorization_code', code, code_verifier: verifier, redirect_uri: redirectUri }
      const { isGiven, status, answer } = await askForTokens(client, form)
      if (!isGiven) throw oauthError(answer, status)
      const user = await userOf(client, answer)
      hold(answer)
      await keepRefreshToken(name, answer.refresh_token)
      keep(name, { user })
      events.tell('signedIn', user)
      return user
    },
    async end() {
      if (!readKept(name)) return
      held = undefined
      keep(name, undefined)
      events.tell('signedOut', undefined)
      await alone(`farebox:${name}`, () => endRefreshToken(name, facts))
    },
    forget,
  }
}

const heldOf = ({ access_token: token, expires_in: seconds }: TokenAnswer) => ({ token, endsAt: Date.now() + seconds * 1_000 - EARLY_MS })

/** Signed out in another tab, or somebody else signed in: here, too. */
function hearChangeElsewhere(name: string, change: (isEnd: boolean) => void): void {
  globalThis.addEventListener?.('storage', ({ key, oldValue, newValue }) => {
    if (key === keptKey(name) && oldValue !== newValue) change(newValue === null)
  })
}

/** Signed out here in any case; there the token ends by itself if this does not arrive. */
async function endRefreshToken(name: string, facts: () => Promise<ClientFacts>): Promise<void> {
  const token = await readRefreshToken(name)
  await keepRefreshToken(name, undefined)
  if (token === undefined) return
  const { issuer, clientId } = await facts()
  const body = new URLSearchParams({ token, token_type_hint: 'refresh_token', client_id: clientId })
  await fetch(`${issuer}/oauth/revoke`, { method: 'POST', body, keepalive: true }).catch(() => undefined)
}

async function askForTokens({ issuer, clientId }: ClientFacts, form: Record<string, string>) {
  const body = new URLSearchParams({ ...form, client_id: clientId })
  // Kept alive: a page that is left in this moment would lose the next refresh token, and with it the sign-in.
  const call = { method: 'POST', body, keepalive: true, signal: AbortSignal.timeout(ANSWER_WITHIN_MS) }
  const reply = await fetch(`${issuer}/oauth/token`, call).catch((cause) => {
    throw failureToReach(cause, false)
  })
  const answer: TokenAnswer & { error?: string } = await reply.json().catch(() => ({}))
  return { isGiven: reply.ok, status: reply.status, answer }
}

function oauthError(answer: { error?: string; error_description?: string }, status: number): FareboxError {
  const code = status === 429 ? 'rate_limit_exceeded' : 'sign_in_failed'
  return new FareboxError(code, `Signing in did not work: ${answer.error_description ?? answer.error ?? `status ${status}`}.`, {
    ...{ status, charged: false },
  })
}

/** One tab at a time, where the browser can say so. */
export function alone<Result>(lock: string, work: () => Promise<Result>): Promise<Result> {
  return navigator.locks ? (navigator.locks.request(lock, work) as Promise<Result>) : work()
}

/** The token came from the issuer itself, so what it says needs no second proof. */
async function userOf(
  { issuer }: ClientFacts,
  { id_token: idToken = '', access_token: token, scope = '' }: TokenAnswer,
): Promise<FareboxUser> {
  const claims = idToken.split('.')[1]
  const { sub }: { sub: string } = JSON.parse(atob((claims ?? '').replaceAll('-', '+').replaceAll('_', '/')))
  if (!scope.split(' ').includes('email')) return { id: sub }
  const reply = await fetch(`${issuer}/oauth/userinfo`, { headers: { authorization: `Bearer ${token}` } }).catch(() => undefined)
  const { email }: { email?: string } = reply?.ok ? await reply.json() : {}
  return { id: sub, ...(email && { email }) }
}
