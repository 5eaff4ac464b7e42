// Events of a grant: given, ended.
import { type DatabaseTransaction, type GrantModel, publicId } from '@farebox/db'
import { type Microcents, microcents, toDollars } from '@farebox/money'
import { recordEvent } from './record-event.ts'
import { toldUser } from './told-user.ts'

type Ended = { type: 'grant.expired'; returned: Microcents } | { type: 'grant.issued' }

export async function tellOfGrant(transaction: DatabaseTransaction, grant: GrantModel, told: Ended & { now: Date }): Promise<void> {
  const { id, appId, mode, walletId, externalUserId, amountMicrocents, description, expiresAt } = grant
  const connection = await transaction.connection.findUnique({ where: { appId_walletId: { appId, walletId } }, select: { id: true } })
  const user = connection
    ? await toldUser(transaction, { connectionId: connection.id, walletId, appId })
    : { connection_id: null, external_user_id: externalUserId }
  const data = {
    ...{ grant_id: publicId('grant', id), user: { ...user, external_user_id: externalUserId } },
    ...{ amount: toDollars(microcents(amountMicrocents)), currency: 'USD', description },
    expires_at: expiresAt?.toISOString() ?? null,
    ...(told.type === 'grant.expired' && { returned: toDollars(told.returned) }),
  }
  const { type, now } = told
  await recordEvent(transaction, { type, mode, about: { appId }, objectId: publicId('grant', id), data, cause: `${type}:${id}`, now })
}
