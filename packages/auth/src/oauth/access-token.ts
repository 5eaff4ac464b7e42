// Who a user's access token is. Its facts never change while it lives; whether it still stands is read in the hold of each call.
import type { Database } from '@farebox/db'
import { AppError } from '@farebox/errors'
import { requireLive } from '../api-key.ts'
import type { ApiKeyPrincipal } from '../principal.ts'
import { findClientFacts } from './oauth-clients.ts'

export const ACCESS_TOKEN_PREFIX = 'ut-farebox-'

const FORM = /^ut-farebox-[\w-]{43}$/

export const looksLikeAccessToken = (text: string): boolean => FORM.test(text)

/** Undefined: unknown, expired and forgotten, revoked, or of a user who has allowed nothing. */
export async function findAccessToken(database: Database, idHash: Uint8Array<ArrayBuffer>): Promise<ApiKeyPrincipal | undefined> {
  const state = await database.oAuthState.findUnique({ where: { kind_idHash: { kind: 'AccessToken', idHash } } })
  if (!state?.connectionId) return undefined
  const { clientId, accountId, scope } = state.payload as { clientId: string; accountId: string; scope?: string }
  const client = await findClientFacts(database, clientId)
  if (!client) return undefined
  const { appId, mode } = client
  const wallet = await database.wallet.findUnique({ where: { mode_userId: { mode, userId: accountId } } })
  // By keys all the way: a connection's own id is only the second part of one.
  const connection = wallet && (await database.connection.findUnique({ where: { appId_walletId: { appId, walletId: wallet.id } } }))
  if (connection?.id !== state.connectionId) return undefined
  const { organizationId } = await database.app.findUniqueOrThrow({ where: { id: appId } })
  return {
    ...{ apiKeyId: connection.id, appId, organizationId, mode, billingMode: 'user' },
    ...{ requestsPerMinute: null, allowedIps: [], models: [], scopes: (scope ?? '').split(' '), expiresAt: state.expiresAt },
    userToken: { tokenId: state.credentialId, walletId: connection.walletId, connectionId: connection.id },
  }
}

/** For reads that open no hold: the key or the token may have been revoked since it was cached. */
export async function requireLiveCaller(database: Database, { apiKeyId, userToken }: ApiKeyPrincipal, now: Date): Promise<void> {
  if (!userToken) return requireLive(database, apiKeyId, now)
  const { tokenId } = userToken
  const state = await database.oAuthState.findUnique({ where: { credentialId: tokenId }, select: { expiresAt: true } })
  if (!state || state.expiresAt <= now) throw new AppError('token_expired')
}
