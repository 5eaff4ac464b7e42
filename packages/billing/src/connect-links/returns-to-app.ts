// Where a connect link may send a browser back to: an address the app registered for sign-in, or any page of a website it runs on.
import { isLocalPage } from '@farebox/auth/redirect-uris'
import { websitesOf } from '@farebox/auth/websites-of'
import type { DatabaseTransaction, Mode } from '@farebox/db'
import { AppError } from '@farebox/errors'

type Returning = { appId: string; mode: Mode; redirectUri: string; isDevelopment: boolean }

/** A code travels to this address: anywhere else it would be somebody else's. Throws `invalid_request`. */
export async function checkReturnsToApp(
  database: DatabaseTransaction,
  { appId, mode, redirectUri, isDevelopment }: Returning,
): Promise<void> {
  if (!(await isOfApp(database, { appId, mode, redirectUri, isDevelopment }))) {
    const message = 'redirect_uri is neither a redirect address registered for this app, nor on a website registered for it.'
    throw new AppError('invalid_request', { message, param: 'redirect_uri' })
  }
}

async function isOfApp(database: DatabaseTransaction, { appId, mode, redirectUri, isDevelopment }: Returning): Promise<boolean> {
  const url = URL.parse(redirectUri)
  if (!url || url.hash || url.username || url.password || redirectUri.length > 2_048) return false
  if (isLocalPage(redirectUri) && (isDevelopment || mode === 'sandbox')) return true
  const clients = await database.oAuthClient.findMany({ where: { appId, mode, revokedAt: null }, select: { redirectUris: true } })
  if (clients.some(({ redirectUris }) => redirectUris.includes(redirectUri))) return true
  const app = await database.app.findUniqueOrThrow({ where: { id: appId }, include: { origins: true } })
  const isWebsite = url.protocol === 'https:' || isLocalPage(redirectUri)
  return isWebsite && [app.origin, ...websitesOf(app, mode)].some((origin) => origin !== null && URL.parse(origin)?.origin === url.origin)
}
