// The OAuth server of this process. Its keys are looked at again every hour, so that a new one is published before it signs.
import 'server-only'
import type { IncomingMessage } from 'node:http'
import { cookieNames } from '@farebox/auth/cookie-names'
import { oauthServer, signingKeys } from '@farebox/auth/oauth'
import { readSession } from '@farebox/auth/session-store'
import { connectionOfClient, hasConsented } from '@farebox/billing/consent'
import { env } from '../env'
import { clock } from './clock'
import { database } from './database'

type OAuthServer = ReturnType<typeof oauthServer>

const KEYS_FOR_MS = 60 * 60_000

let opened: { server: Promise<OAuthServer>; at: number } | undefined

export function oauth(): Promise<OAuthServer> {
  if (!opened || Date.now() - opened.at > KEYS_FOR_MS) opened = { server: open(), at: Date.now() }
  return opened.server
}

async function open(): Promise<OAuthServer> {
  const { WALLET_URL, WALLET_SESSION_SECRET } = env()
  return oauthServer({
    database: database(),
    issuer: WALLET_URL,
    secret: WALLET_SESSION_SECRET,
    keys: await signingKeys(database(), { secret: WALLET_SESSION_SECRET, now: new Date() }),
    clock: () => new Date(),
    personOf,
    hasConsented: async (asked) => hasConsented(database(), { ...asked, now: await clock().now() }),
    connectionOf: async ({ clientId, accountId }) => (await connectionOfClient(database(), { clientId, userId: accountId }))?.id,
  })
}

/** Read from the cookie itself: the OAuth server gets Node's own request, which is none of Next's. */
async function personOf({ headers }: IncomingMessage) {
  const { WALLET_SESSION_SECRET, WALLET_URL } = env()
  const name = `${cookieNames('wallet', WALLET_URL).session}=`
  const cookie = (headers.cookie ?? '').split('; ').find((each) => each.startsWith(name))
  if (!cookie) return undefined
  const token = decodeURIComponent(cookie.slice(name.length))
  const session = await readSession(database(), { audience: 'wallet', secret: WALLET_SESSION_SECRET }, { token, now: new Date() })
  return session?.person
}
