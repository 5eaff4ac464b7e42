// Where a buyer may be sent back to: the app's registered websites only, so that a payment page cannot be made to lead elsewhere.
import { websitesOf } from '@farebox/auth/websites-of'
import type { DatabaseTransaction, Mode } from '@farebox/db'
import { AppError } from '@farebox/errors'

export type ReturnUrls = { successUrl: string; cancelUrl: string }

type Purchase = { appId: string; mode: Mode; isDevelopment: boolean; walletUrl: string }

/** Throws `invalid_request` naming the field. The wallet's own pages are as good; http://localhost on any port is an app under development. */
export async function checkReturnUrls(
  database: DatabaseTransaction,
  { appId, mode, isDevelopment, walletUrl }: Purchase,
  urls: ReturnUrls,
): Promise<void> {
  const app = await database.app.findUniqueOrThrow({ where: { id: appId }, include: { origins: true } })
  const origins = new Set([walletUrl, app.origin, ...websitesOf(app, mode)].filter((origin) => origin !== null).map(originOf))
  const isLocalAllowed = isDevelopment || mode === 'sandbox'
  for (const [param, url] of [
    ['success_url', urls.successUrl],
    ['cancel_url', urls.cancelUrl],
  ] as const) {
    const isAllowed = isWebAddress(url) && (origins.has(originOf(url)) || (isLocalAllowed && isLocal(url)))
    if (!isAllowed)
      throw new AppError('invalid_request', { message: `${param} is not an address on a website registered for this app.`, param })
  }
}

const isWebAddress = (url: string) => URL.canParse(url) && /^https?:$/.test(new URL(url).protocol) && new URL(url).username === ''
const originOf = (url: string | null) => (url !== null && URL.canParse(url) ? new URL(url).origin : '')
const isLocal = (url: string) => /^(localhost|127\.0\.0\.1|\[::1\]|.+\.localhost)$/.test(new URL(url).hostname)
