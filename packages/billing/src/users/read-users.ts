// What an app may read of its users.
import type { Database } from '@farebox/db'
import { AppError } from '@farebox/errors'
import { type UserRecord, type UserScope, userRecords } from './user-record.ts'

export async function getUser(database: Database, scope: UserScope, externalUserId: string): Promise<UserRecord> {
  const [user] = await userRecords(database, scope, { externalUserId, limit: 1 })
  if (!user) throw new AppError('user_not_found')
  return user
}

export async function listUsers(
  database: Database,
  scope: UserScope,
  { after, limit }: { after?: string; limit: number },
): Promise<{ users: UserRecord[]; hasMore: boolean }> {
  const users = await userRecords(database, scope, { ...(after && { after }), limit: limit + 1 })
  return { users: users.slice(0, limit), hasMore: users.length > limit }
}
