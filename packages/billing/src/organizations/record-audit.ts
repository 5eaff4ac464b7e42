// Who did what to an organization's things. Rows are added in the transaction of the deed, never changed.
import { type DatabaseTransaction, newId, type Prisma } from '@farebox/db'

export type Deed = {
  /** The person who did it; undefined where a program did, with an API key. */
  userId: string | undefined
  action: `${string}.${string}`
  /** The public id of what was changed. */
  subject: string
  details: Prisma.InputJsonObject
  now: Date
}

export async function recordAudit(transaction: DatabaseTransaction, { userId, action, subject, details, now }: Deed): Promise<void> {
  await transaction.auditEntry.create({
    data: { id: newId(now.getTime()), actorKind: userId ? 'user' : 'api_key', actorId: userId ?? null, action, subject, details, at: now },
  })
}
