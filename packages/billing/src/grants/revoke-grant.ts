// A developer takes a grant back: what is neither spent nor held returns to the pool now, the held rest when its calls end.
import { type Database, parsePublicId, publicId } from '@farebox/db'
import { AppError } from '@farebox/errors'
import { toDollars } from '@farebox/money'
import type { AppInMode } from '../organizations/member-of.ts'
import { recordAudit } from '../organizations/record-audit.ts'
import { tellOfGrant } from '../webhooks/tell-of-grant.ts'
import { returnRest } from './return-rest.ts'

export type GrantRevocation = Pick<AppInMode, 'appId' | 'mode'> & {
  /** The grant's public id, or its `ledger_id`. */
  grantId: string
  userId?: string | undefined
  now: Date
}

/** Throws `not_found` for a grant of another app, `grant_not_revocable` where nothing is left to return. */
export async function revokeGrant(database: Database, { appId, mode, grantId, userId, now }: GrantRevocation) {
  const id = parsePublicId(grantId, 'grant', 'transaction')
  const grant = id && (await database.grant.findFirst({ where: { id, appId, mode } }))
  if (!grant) throw new AppError('not_found', { message: 'This app has no such grant.' })

  return database.$transaction(async (transaction) => {
    const { returned, held } = await returnRest(transaction, grant, now)
    if (returned === 0n) throw new AppError('grant_not_revocable')
    await transaction.grant.update({ where: { id: grant.id }, data: { expiresAt: now, returnedAt: held === 0n ? now : null } })
    const details = { externalUserId: grant.externalUserId, returned: toDollars(returned), held: toDollars(held) }
    await recordAudit(transaction, { userId, action: 'grant.revoked', subject: publicId('grant', grant.id), details, now })
    if (held === 0n) await tellOfGrant(transaction, grant, { type: 'grant.expired', returned, now })
    return { grantId: publicId('grant', grant.id), externalUserId: grant.externalUserId, returned, held }
  })
}
