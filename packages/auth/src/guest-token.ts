// The token of a visitor without an account: short, opaque, and dead at once where the hold of a call does not find its row.
import { randomBytes } from 'node:crypto'
import type { Database, DatabaseTransaction, Mode } from '@farebox/db'
import { idHash } from './oauth/oauth-state.ts'
import type { ApiKeyPrincipal } from './principal.ts'

const KIND = 'GuestToken'
const LIVES_MS = 15 * 60_000
const FORM = /^gt-farebox-[\w-]{43}$/

export const looksLikeGuestToken = (text: string): boolean => FORM.test(text)

/** Whom a token stands for. `origin` null: it was the app's own server that asked. */
export type TokenOfGuest = {
  appId: string
  mode: Mode
  walletId: string
  connectionId: string
  externalUserId: string
  origin: string | null
  expiresAt: Date
}

/** For a quarter of an hour, or until the guest ends. Earlier ones live on: a second tab has its own. */
export async function issueGuestToken(
  database: DatabaseTransaction,
  { connectionId, expiresAt: guestEndsAt, ...guest }: TokenOfGuest,
  now: Date,
): Promise<{ token: string; expiresAt: Date }> {
  const token = `gt-farebox-${randomBytes(32).toString('base64url')}`
  const expiresAt = new Date(Math.min(now.getTime() + LIVES_MS, guestEndsAt.getTime()))
  await database.oAuthState.create({
    data: { kind: KIND, idHash: idHash(token), payload: guest, grantId: guest.walletId, connectionId, expiresAt },
  })
  return { token, expiresAt }
}

/** Every token of a guest, from this commit on. */
export async function endGuestTokens(database: DatabaseTransaction, walletId: string): Promise<void> {
  await database.oAuthState.deleteMany({ where: { kind: KIND, grantId: walletId } })
}

/** Undefined: unknown, expired and forgotten, or ended. */
export async function findGuestToken(database: Database, hash: Uint8Array<ArrayBuffer>): Promise<ApiKeyPrincipal | undefined> {
  const state = await database.oAuthState.findUnique({ where: { kind_idHash: { kind: KIND, idHash: hash } } })
  if (!state?.connectionId) return undefined
  const { appId, mode, walletId, externalUserId, origin } = state.payload as Omit<TokenOfGuest, 'connectionId' | 'expiresAt'>
  const { organizationId } = await database.app.findUniqueOrThrow({ where: { id: appId } })
  const { connectionId, credentialId: tokenId, expiresAt } = state
  return {
    ...{ apiKeyId: connectionId, appId, organizationId, mode, billingMode: 'user', requestsPerMinute: null, allowedIps: [], models: [] },
    ...{ scopes: ['openid', 'spend', 'balance:read'], expiresAt },
    userToken: { tokenId, walletId, connectionId, guest: { externalUserId, origin } },
  }
}
