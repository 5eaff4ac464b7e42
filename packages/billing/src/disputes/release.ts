// An operator has looked: a warning was nothing, or a person's other purchases are their own. What waited is free again.
import { type Database, publicId } from '@farebox/db'
import { AppError } from '@farebox/errors'
import { recordDeed } from '../operators/record-deed.ts'
import { enqueuer } from '../queue/enqueue.ts'
import { settleCase } from './book-disputes.ts'
import { lockCase } from './lock-case.ts'
import { settleOthersOf } from './settle-others.ts'

export type Release = { disputeId: string; note: string; operator: { id: string }; now: Date }

/** Throws `dispute_over` where it is not an open warning. */
export async function releaseWarning(database: Database, { disputeId, note, operator, now }: Release): Promise<void> {
  const enqueue = await enqueuer(database)
  await database.$transaction(async (transaction) => {
    const { order, dispute } = await lockCase(transaction, disputeId)
    if (dispute.kind !== 'fraud_warning' || dispute.phase !== 'open') throw new AppError('dispute_over')
    const closed = { ...dispute, phase: 'closed' as const, ending: 'released', closedAt: now }
    await settleCase({ transaction, enqueue }, { dispute: closed, order, now })
    await transaction.dispute.update({ where: { id: disputeId }, data: { releasedBy: operator.id } })
    await settleOthersOf(transaction, { order, now })
    const subject = publicId('dispute', disputeId)
    await recordDeed(transaction, { operator, action: 'warning.release', subject, details: {}, now, reason: note })
  })
}

/** Throws `dispute_over` where it holds nothing of the kind. */
export async function releaseOthers(database: Database, { disputeId, note, operator, now }: Release): Promise<void> {
  await database.$transaction(async (transaction) => {
    const { order, dispute } = await lockCase(transaction, disputeId)
    if (dispute.earningsReviewAt === null || dispute.earningsReleasedAt !== null) throw new AppError('dispute_over')
    await transaction.dispute.update({ where: { id: disputeId }, data: { earningsReleasedAt: now } })
    await settleOthersOf(transaction, { order, now })
    const subject = publicId('dispute', disputeId)
    await recordDeed(transaction, { operator, action: 'dispute.release_earnings', subject, details: {}, now, reason: note })
  })
}
