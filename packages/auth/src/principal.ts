// Who is calling: a person in a browser, or a program with an API key. Every door turns its caller into one of these.

/** Each web app has its own sessions. A session of one never opens another. */
export type WebAudience = 'dashboard' | 'wallet' | 'console'

/** A signed-in person: a user with a wallet, who may also be a developer in organizations. */
export type Person = {
  userId: string
  email: string
  name: string | null
}

/** What an API key says about its caller. These facts never change, so they may be cached; permission is read when it is used. */
export type ApiKeyPrincipal = {
  apiKeyId: string
  appId: string
  organizationId: string
  mode: 'live' | 'sandbox'
  billingMode: 'user' | 'developer'
  /** Null: the default of the gateway. */
  requestsPerMinute: number | null
  /** Empty: every network address. */
  allowedIps: readonly string[]
  /** Empty: every model. */
  models: readonly string[]
  scopes: readonly string[]
  expiresAt: Date | null
  /**
   * Set where a user's access token was sent instead of a key: they pay, within their own limit. `apiKeyId` is the connection's id
   * then, so that what is remembered of a caller outlives the token's quarter of an hour.
   */
  userToken?: UserToken
}

export type UserToken = {
  tokenId: string
  walletId: string
  connectionId: string
  /** Set where it is a visitor's without an account: the name the app knows them by, and the website they came by. */
  guest?: { externalUserId: string; origin: string | null }
}
