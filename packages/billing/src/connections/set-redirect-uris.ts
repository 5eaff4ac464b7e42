// A developer says where the users of an app are sent back to, in one mode: the same addresses for browsers and servers.
import { ensureOAuthClient } from '@farebox/auth/oauth-clients'
import { checkRedirectUris } from '@farebox/auth/redirect-uris'
import { type Database, publicId } from '@farebox/db'
import type { AppInMode } from '../organizations/member-of.ts'
import { recordAudit } from '../organizations/record-audit.ts'

export async function setRedirectUris(
  database: Database,
  { appId, mode, userId, redirectUris, now }: AppInMode & { userId: string; redirectUris: readonly string[]; now: Date },
): Promise<void> {
  const after = checkRedirectUris(redirectUris)
  await database.$transaction(async (transaction) => {
    const { redirectUris: before } = await ensureOAuthClient(transaction, { appId, mode, kind: 'public', now })
    if (before.join(' ') === after.join(' ')) return
    await transaction.oAuthClient.updateMany({ where: { appId, mode }, data: { redirectUris: after } })
    const subject = publicId('app', appId)
    await recordAudit(transaction, { userId, action: 'app.redirects_set', subject, details: { mode, before, after }, now })
  })
}
