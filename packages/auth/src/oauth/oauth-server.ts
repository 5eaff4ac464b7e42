// The OAuth 2.1 and OpenID Connect server, on the wallet's origin. `oidc-provider` speaks the protocol; here is what is ours:
// who is signed in is asked of the wallet's session every time, and what an app may spend is never in a token.
import { createHmac, timingSafeEqual } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import type { Database } from '@farebox/db'
import { type Configuration, interactionPolicy, Provider } from 'oidc-provider'
import type { Person } from '../principal.ts'
import { ACCESS_TOKEN_PREFIX } from './access-token.ts'
import { messagePage } from './message-page.ts'
import { OAuthClients, secretHash } from './oauth-clients.ts'
import { type ConnectionOfToken, grantOf, OAuthState } from './oauth-state.ts'
import { isLocalPage, matchRedirectUri } from './redirect-uris.ts'
import type { SigningKey } from './signing-keys.ts'

export type OAuthServerSettings = {
  database: Database
  /** The wallet's address, exactly. */
  issuer: string
  secret: string
  keys: SigningKey[]
  clock: () => Date
  /** Who is signed in to the wallet in the browser that sent this request. */
  personOf: (request: IncomingMessage) => Promise<Person | undefined>
  /** Whether this person has allowed this app, and nothing they agreed to has changed since. */
  hasConsented: (asked: { clientId: string; userId: string }) => Promise<boolean>
  connectionOf: ConnectionOfToken
}

/** Scopes people can read. None carries an amount: the limit is on the connection. */
export const scopes = ['openid', 'email', 'spend', 'balance:read', 'offline_access'] as const

export const ACCESS_TOKEN_SECONDS = 15 * 60
const REFRESH_TOKEN_SECONDS = 30 * 86_400
const INTERACTION_SECONDS = 30 * 60

export function oauthServer(settings: OAuthServerSettings): Provider {
  const { database, issuer, clock, connectionOf } = settings
  const state = { database, clock, connectionOf }
  const server = new Provider(issuer, {
    adapter: (kind: string) => (kind === 'Client' ? new OAuthClients(database, clock) : new OAuthState(kind, state)),
    ...protocol,
    ...identity(settings),
    cookies: cookies(settings),
    interactions: { url: (_context, { uid }) => `/connect/${uid}`, policy: policy(settings) },
    loadExistingGrant: async (context) => {
      const { client, session, result } = context.oidc
      const known = result?.consent?.grantId ?? (client && session?.grantIdFor(client.clientId))
      const grantId =
        known ?? (client && session?.accountId && (await grantOf(database, { clientId: client.clientId, accountId: session.accountId })))
      return grantId ? context.oidc.provider.Grant.find(grantId) : undefined
    },
    renderError: async (context, { error }) => {
      context.redirect(`${issuer}/connect/problem?code=${encodeURIComponent(error)}`)
    },
  })
  server.proxy = true
  nameTokens(server)
  answerByMessage(server)
  server.Client.prototype.compareClientSecret = function (presented: string) {
    const hash = secretHash(presented)
    const standing = [this.clientSecret, this.earlierSecret].filter((secret) => typeof secret === 'string')
    return standing.some((secret) => timingSafeEqual(Buffer.from(secret, 'hex'), hash))
  }
  server.Client.prototype.redirectUriAllowed = function (asked: string) {
    return matchRedirectUri({ registered: this.redirectUris ?? [], isSandbox: this.isSandbox === true }, asked).matches
  }
  return server
}

/** What is spoken: codes with PKCE and nothing else, refresh tokens that are used once, where each endpoint is. */
const protocol = {
  scopes: [...scopes],
  responseTypes: ['code'],
  clientDefaults: {
    response_types: ['code'],
    grant_types: ['authorization_code', 'refresh_token'],
    id_token_signed_response_alg: 'ES256',
    subject_type: 'pairwise',
  },
  enabledJWA: { idTokenSigningAlgValues: ['ES256'] },
  pkce: { required: () => true },
  rotateRefreshToken: true,
  issueRefreshToken: async (_context, client) => client.grantTypeAllowed('refresh_token'),
  expiresWithSession: async () => false,
  // Signing out of an app ends its tokens; what the person allowed it they take back at the wallet, and are not asked again till then.
  revokeGrantPolicy: (context) => context.oidc.route !== 'revocation',
  ttl: {
    AccessToken: ACCESS_TOKEN_SECONDS,
    AuthorizationCode: 60,
    IdToken: ACCESS_TOKEN_SECONDS,
    RefreshToken: REFRESH_TOKEN_SECONDS,
    Grant: REFRESH_TOKEN_SECONDS,
    Interaction: INTERACTION_SECONDS,
    Session: REFRESH_TOKEN_SECONDS,
  },
  features: {
    devInteractions: { enabled: false },
    revocation: { enabled: true, allowedPolicy: async (_context, client, token) => token.clientId === client.clientId },
    userinfo: { enabled: true },
    rpInitiatedLogout: { enabled: false },
  },
  routes: {
    authorization: '/oauth/authorize',
    token: '/oauth/token',
    revocation: '/oauth/revoke',
    jwks: '/oauth/jwks',
    userinfo: '/oauth/userinfo',
  },
  extraClientMetadata: { properties: ['origins', 'isSandbox', 'earlierSecret'] },
  // The websites an app runs on may exchange codes from a browser; nobody else's script may.
  clientBasedCORS: (_context, origin, client) =>
    (Array.isArray(client.origins) && client.origins.includes(origin)) || (client.isSandbox === true && isLocalPage(origin)),
} satisfies Configuration

/** Who people are to apps: another person to each, with a mail address only where it was asked for and allowed. */
function identity({ database, secret, keys }: OAuthServerSettings): Configuration {
  return {
    jwks: { keys },
    claims: { openid: ['sub'], email: ['email', 'email_verified'] },
    subjectTypes: ['pairwise'],
    sectorIdentifierUriValidate: () => false,
    pairwiseIdentifier: (_context, userId, client) => pairwiseSubject(secret, String(client.sectorIdentifierUri), userId),
    findAccount: async (_context, userId) => {
      const user = await database.user.findUnique({ where: { id: userId } })
      if (!user) return undefined
      return { accountId: userId, claims: () => ({ sub: userId, email: user.email, email_verified: true }) }
    },
  }
}

function cookies({ issuer, secret }: OAuthServerSettings): Configuration['cookies'] {
  const options = { httpOnly: true, sameSite: 'lax', secure: issuer.startsWith('https:'), signed: true } as const
  return {
    keys: [createHmac('sha256', secret).update('oauth cookies').digest('base64url')],
    names: { session: 'farebox-oauth', interaction: 'farebox-connect', resume: 'farebox-connect-resume' },
    long: options,
    short: options,
  }
}

/** `response_mode=web_message`: to the window that opened this one, on the origin of the redirect address; to that address where there is none. */
function answerByMessage(server: Provider): void {
  server.registerResponseMode('web_message', (context, redirectUri, payload) => {
    const answer = Object.fromEntries(Object.entries(payload).filter(([, value]) => value !== undefined))
    const continueTo = new URL(redirectUri)
    for (const [name, value] of Object.entries(answer)) continueTo.searchParams.set(name, String(value))
    const { html, headers } = messagePage({
      ...{ kind: 'authorization', answer, targetOrigin: continueTo.origin, continueTo: continueTo.href },
      says: 'On the way back to the app.',
    })
    context.set(headers)
    context.body = html
  })
}

/** An access token is known from a key at sight, by us and by those who look for secrets in public code. */
function nameTokens(server: Provider): void {
  const maker: object = server.AccessToken.prototype
  const { generateTokenId } = maker as TokenMaker
  Object.assign(maker, {
    generateTokenId(this: TokenMaker) {
      return ACCESS_TOKEN_PREFIX + generateTokenId.call(this)
    },
  })
}

/** The same person to one app always; nobody another app could recognise. */
export function pairwiseSubject(secret: string, sector: string, userId: string): string {
  return createHmac('sha256', secret).update(`pairwise:${sector}:${userId}`).digest('base64url').slice(0, 32)
}

/** The server's own session is no sign-in: it counts only while it is the wallet's, and consent only while nothing changed. */
function policy({ personOf, hasConsented }: OAuthServerSettings) {
  const { Check, base } = interactionPolicy
  const prompts = base()
  const login = prompts.get('login')
  const consent = prompts.get('consent')
  login?.checks.add(
    new Check('not_the_wallets_session', 'sign-in at the wallet is required', 'login_required', async (context) => {
      const person = await personOf(context.req)
      return !person || context.oidc.session?.accountId !== person.userId
    }),
  )
  consent?.checks.add(
    new Check('terms_changed', 'the user has to be asked', 'consent_required', async (context) => {
      const { client, session, result } = context.oidc
      if (result?.consent) return false
      if (!client || !session?.accountId) return true
      return !(await hasConsented({ clientId: client.clientId, userId: session.accountId }))
    }),
  )
  return prompts
}

/** What the library's types leave out: how a token is named. */
type TokenMaker = { generateTokenId: () => string }
