// A secret for an app's own server, which then proves who it is when it exchanges codes. Asking again ends the earlier one, at once or
// after the hours in which a server is given the new one.
import { ensureOAuthClient, issueClientSecret } from '@farebox/auth/oauth-clients'
import { type Database, publicId } from '@farebox/db'
import type { AppInMode } from '../organizations/member-of.ts'
import { recordAudit } from '../organizations/record-audit.ts'

const HOUR_MS = 3_600_000

/** The secret is in this answer and nowhere else: only its hash is kept. */
export async function replaceClientSecret(
  database: Database,
  { appId, mode, userId, earlierStandsHours, now }: AppInMode & { userId: string; earlierStandsHours: number; now: Date },
): Promise<{ clientId: string; secret: string }> {
  return database.$transaction(async (transaction) => {
    const own = { appId_mode_kind: { appId, mode, kind: 'confidential' as const } }
    const before = await transaction.oAuthClient.findUnique({ where: own })
    const { redirectUris } = await ensureOAuthClient(transaction, { appId, mode, kind: 'public', now })
    const { clientId, secret } = await issueClientSecret(transaction, {
      ...{ appId, mode, now, earlierStandsMs: earlierStandsHours * HOUR_MS },
    })
    await transaction.oAuthClient.update({ where: { clientId }, data: { redirectUris } })
    const details = { mode, clientId, lastFour: secret.slice(-4), replaced: before?.lastFour ?? null, earlierStandsHours }
    await recordAudit(transaction, { userId, action: 'app.secret_issued', subject: publicId('app', appId), details, now })
    return { clientId, secret }
  })
}
