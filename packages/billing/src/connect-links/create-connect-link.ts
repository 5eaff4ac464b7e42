// `POST /v1/users/{id}/connect-link`: an app asks one of its users to pay from their own wallet. The link names the account, since
// whoever opens it must see for whom they would pay. It spends nothing.
import { type Database, type Mode, newId } from '@farebox/db'
import { AppError } from '@farebox/errors'
import { type Microcents, parseDollars } from '@farebox/money'
import { EXTERNAL_USER_ID } from '../users/ensure-external-user.ts'
import { newSecret, secretHashOf } from './link-secrets.ts'
import { checkReturnsToApp } from './returns-to-app.ts'

export const LINK_FOR_MS = 10 * 60_000
const SUGGESTED_MOST = parseDollars('100')
const LABEL_LONGEST = 80

export type NewConnectLink = {
  appId: string
  mode: Mode
  externalUserId: string
  redirectUri: string
  label: string
  suggestedLimitMicrocents?: Microcents | undefined
  isDevelopment: boolean
  walletUrl: string
  now: Date
}

/** The user need not be known yet: they are once the app confirms. Throws `invalid_request` naming the field, `app_suspended`. */
export async function createConnectLink(database: Database, link: NewConnectLink): Promise<{ url: string; expiresAt: Date }> {
  const { appId, mode, externalUserId, redirectUri, suggestedLimitMicrocents, walletUrl, now } = link
  if (!EXTERNAL_USER_ID.test(externalUserId)) {
    throw refused('external_user_id', 'An external user id has 1 to 128 letters, digits or . _ : @ -')
  }
  const label = shownLabel(link.label)
  if (suggestedLimitMicrocents !== undefined && (suggestedLimitMicrocents <= 0n || suggestedLimitMicrocents > SUGGESTED_MOST)) {
    throw refused('suggested_limit', 'A suggested limit is above $0 and at most $100. The user may choose more.')
  }
  const app = await database.app.findUniqueOrThrow({ where: { id: appId } })
  if (app.status !== 'live') throw new AppError('app_suspended')
  await checkReturnsToApp(database, link)

  const token = newSecret()
  const expiresAt = new Date(now.getTime() + LINK_FOR_MS)
  await database.connectLink.create({
    data: {
      ...{ id: newId(now.getTime()), appId, mode, externalUserId, label, redirectUri, createdAt: now, expiresAt },
      ...{ tokenHash: secretHashOf('link', token), suggestedLimitMicrocents: suggestedLimitMicrocents ?? null },
    },
  })
  return { url: `${walletUrl}/connect/link/${token}`, expiresAt }
}

/** As it is shown: one line, in which nothing can hide or turn the direction of reading. */
function shownLabel(label: string): string {
  const shown = label.trim()
  if (shown === '' || shown.length > LABEL_LONGEST || /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u.test(shown)) {
    throw refused(
      'label',
      `A label is 1 to ${LABEL_LONGEST} visible characters: the account as your user knows it, such as their mail address.`,
    )
  }
  return shown
}

const refused = (param: string, message: string) => new AppError('invalid_request', { message, param })
