// Who looks at a payout. It changes nothing else, and anybody may still decide.
import { type Database, publicId } from '@farebox/db'
import { AppError } from '@farebox/errors'
import { recordDeed } from '../operators/record-deed.ts'

export async function assignPayout(
  database: Database,
  { payoutId, to, operator, now }: { payoutId: string; to: string | null; operator: { id: string }; now: Date },
): Promise<void> {
  await database.$transaction(async (transaction) => {
    if (to && (await transaction.operator.count({ where: { id: to, leftAt: null } })) === 0) throw new AppError('not_found')
    const { count } = await transaction.payout.updateMany({ where: { id: payoutId }, data: { assignedTo: to } })
    if (count === 0) throw new AppError('not_found')
    const subject = publicId('payout', payoutId)
    await recordDeed(transaction, { operator, action: 'payout.assign', subject, details: { assignedTo: to }, now })
  })
}
