// What operators did, and whose personal data they looked at. Rows are added, never changed; a deed's row commits with the deed.
import type { Operator } from '@farebox/auth/operator'
import { type Database, type DatabaseTransaction, newId, type Prisma } from '@farebox/db'

export type OperatorDeed = {
  operator: Pick<Operator, 'id'>
  action: `${string}.${string}`
  /** The public id of what was changed or read. */
  subject: string
  /** What was, and what is: enough to understand the deed years later. No personal data. */
  details: Prisma.InputJsonObject
  now: Date
  reason?: string | undefined
  ticket?: string | undefined
}

export async function recordDeed(transaction: DatabaseTransaction, deed: OperatorDeed): Promise<void> {
  await transaction.auditEntry.create({ data: entryOf(deed) })
}

/** For reads of personal data, written before the data is handed out. */
export async function recordRead(database: Database | DatabaseTransaction, deed: OperatorDeed): Promise<void> {
  await database.auditEntry.create({ data: entryOf(deed) })
}

function entryOf({ operator, action, subject, details, now, reason, ticket }: OperatorDeed) {
  return {
    ...{ id: newId(now.getTime()), actorKind: 'operator', actorId: operator.id, action, subject, details, at: now },
    ...{ reason: reason ?? null, ticket: ticket ?? null },
  }
}
