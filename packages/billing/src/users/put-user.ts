// An app names a user: `PUT /v1/users/{id}`. Repeating it changes the mail address only.
import type { Database } from '@farebox/db'
import { assert } from '@farebox/errors'
import { ensureExternalUser } from './ensure-external-user.ts'
import { type UserRecord, type UserScope, userRecords } from './user-record.ts'

export type PutUser = UserScope & { externalUserId: string; email?: string | null; now: Date }

export async function putUser(database: Database, { email, ...named }: PutUser): Promise<UserRecord & { isNew: boolean }> {
  const { appId, mode, externalUserId } = named
  const { isNew } = await database.$transaction(async (transaction) => {
    const ensured = await ensureExternalUser(transaction, named)
    if (email !== undefined) {
      await transaction.externalUser.update({ where: { appId_mode_externalUserId: { appId, mode, externalUserId } }, data: { email } })
    }
    return ensured
  })
  const [user] = await userRecords(database, named, { externalUserId, limit: 1 })
  assert(user, 'a user that was just named exists')
  return { ...user, isNew }
}
