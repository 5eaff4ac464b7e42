// A developer revokes a key: the next call with it is refused, since permission is read in each call's hold.
import { type Database, parsePublicId, publicId } from '@farebox/db'
import { AppError } from '@farebox/errors'
import type { AppInMode } from '../organizations/member-of.ts'
import { recordAudit } from '../organizations/record-audit.ts'

/** Revoking twice is revoking once. */
export async function revokeApiKey(
  database: Database,
  { appId, apiKeyId, userId, now }: Pick<AppInMode, 'appId'> & { apiKeyId: string; userId: string; now: Date },
): Promise<void> {
  const id = parsePublicId(apiKeyId, 'apiKey')
  const key = id && (await database.apiKey.findFirst({ where: { id, appId } }))
  if (!key) throw new AppError('not_found', { message: 'This app has no such key.' })
  await database.$transaction(async (transaction) => {
    const { count } = await transaction.apiKey.updateMany({ where: { id: key.id, revokedAt: null }, data: { revokedAt: now } })
    if (count === 0) return
    const subject = publicId('apiKey', key.id)
    await recordAudit(transaction, { userId, action: 'api_key.revoked', subject, details: { name: key.name, lastFour: key.lastFour }, now })
  })
}
