// Holds on an organization's earnings: while one is open nothing of them leaves, and the developer is told why and until when.
import { type Database, newId, publicId } from '@farebox/db'
import { AppError } from '@farebox/errors'
import { earningsPutOnHold, earningsReleased, post } from '@farebox/ledger'
import { microcents } from '@farebox/money'
import { followDisputesOf } from '../disputes/follow-disputes.ts'
import { recordDeed } from '../operators/record-deed.ts'
import { earningsBalances } from './earnings-balances.ts'
import { aloneWith } from './money-out.ts'
import { stoppableStatuses } from './payout-statuses.ts'
import { holdPayout } from './send-payout.ts'

export type NewEarningsHold = {
  organizationId: string
  /** A word for us. */
  reason: string
  /** A sentence for the developer. */
  message: string
  reviewAt: Date
  operator: { id: string }
  now: Date
}

/** Sets aside what is available, and stops a payout that was not sent yet. One under way is Stripe's already. */
export async function placeEarningsHold(database: Database, hold: NewEarningsHold): Promise<{ holdId: string }> {
  const { organizationId, reason, message, reviewAt, operator, now } = hold
  if (reviewAt <= now) throw new AppError('invalid_request', { message: 'The review is in the future.', param: 'reviewAt' })
  const holdId = newId(now.getTime())
  await aloneWith(database, organizationId, async (moneyOut) => {
    const { transaction } = moneyOut
    const { available } = await earningsBalances(transaction, organizationId)
    if (available > 0n) {
      await post(transaction, earningsPutOnHold({ transactionId: newId(), organizationId, holdId, amountMicrocents: available }))
    }
    await transaction.earningsHold.create({
      data: { id: holdId, organizationId, reason, message, reviewAt, heldMicrocents: available, placedBy: operator.id, placedAt: now },
    })
    const stoppable = { organizationId, status: { in: stoppableStatuses.filter((status) => status !== 'held') } }
    for (const payout of await transaction.payout.findMany({ where: stoppable })) {
      await holdPayout(moneyOut, payout, { reason, message, reviewAt, now })
    }
    const subject = publicId('organization', organizationId)
    const details = { holdId, heldMicrocents: String(available), reviewAt: reviewAt.toISOString() }
    await recordDeed(transaction, { operator, action: 'earnings.hold', subject, details, now, reason })
  })
  return { holdId }
}

/** What it set aside is available again. A payout that it stopped stays held until a person releases that too. */
export async function releaseEarningsHold(
  database: Database,
  { holdId, operator, note, now }: { holdId: string; operator: { id: string }; note: string; now: Date },
): Promise<void> {
  const found = await database.earningsHold.findUnique({ where: { id: holdId } })
  if (!found) throw new AppError('not_found')
  const { organizationId } = found
  await aloneWith(database, organizationId, async ({ transaction }) => {
    const hold = await transaction.earningsHold.findUniqueOrThrow({ where: { id: holdId } })
    if (hold.releasedAt) throw new AppError('decision_not_possible')
    const amountMicrocents = microcents(hold.heldMicrocents)
    if (amountMicrocents > 0n) {
      await post(transaction, earningsReleased({ transactionId: newId(), organizationId, holdId, amountMicrocents }))
    }
    await transaction.earningsHold.update({ where: { id: holdId }, data: { releasedAt: now, releasedBy: operator.id } })
    const subject = publicId('organization', organizationId)
    const details = { holdId, heldMicrocents: String(amountMicrocents) }
    await recordDeed(transaction, { operator, action: 'earnings.release', subject, details, now, reason: note })
  })
  // What disputes should hold of it is theirs before anybody spends it.
  await followDisputesOf(database, organizationId, now)
}
