// A user as a developer is told of them: the connection's id, which is of this app alone, and the developer's own name for them where
// they gave one. Nothing that would be the same in another app.
import { type DatabaseTransaction, publicId } from '@farebox/db'

export type ToldUser = { connection_id: string; external_user_id: string | null }

export async function toldUser(
  transaction: DatabaseTransaction,
  { connectionId, walletId, appId }: { connectionId: string; walletId: string; appId: string },
): Promise<ToldUser> {
  const named = await transaction.externalUser.findFirst({ where: { walletId, appId, connectionId }, orderBy: { createdAt: 'asc' } })
  return { connection_id: publicId('connection', connectionId), external_user_id: named?.externalUserId ?? null }
}
