// A dispute is won and its money never comes: two operators book it as our loss. To the row it is as if it had come back, so that nothing
// of what the user and the developers have again is touched. Where it comes after all, the loss is given back first.
import { type DatabaseTransaction, type DisputeModel, newId, publicId } from '@farebox/db'
import { AppError } from '@farebox/errors'
import { disputeWriteOffReturned, disputeWrittenOff, type Movement, post } from '@farebox/ledger'
import { formatExact, least, type Microcents, microcents } from '@farebox/money'
import { lockCase } from './lock-case.ts'

export type PlannedWriteOff = {
  movement: Movement
  sentence: string
  /** Writes on the row what the movement moved. In the transaction that posts it. */
  alongside: (transaction: DatabaseTransaction) => Promise<unknown>
}

/** All that is missing, which is whole cents. Throws `adjustment_not_possible` where it is not won, or another amount is missing. */
export async function planDisputeWriteOff(
  transaction: DatabaseTransaction,
  { disputeId, amountMicrocents }: { disputeId: string; amountMicrocents: Microcents },
): Promise<PlannedWriteOff> {
  const { dispute } = await lockCase(transaction, disputeId)
  const missing = dispute.phase === 'won' ? microcents(dispute.disputedMicrocents) : microcents(0n)
  if (missing === 0n) {
    throw new AppError('adjustment_not_possible', { message: 'Nothing of this dispute is won and did not come back. Nothing was moved.' })
  }
  if (missing !== amountMicrocents) {
    const message = `Exactly ${formatExact(missing)} of this dispute is won and did not come back. Nothing was moved.`
    throw new AppError('adjustment_not_possible', { message })
  }
  const written = { transactionId: newId(), mode: dispute.mode, disputeId, step: dispute.steps + 1, amountMicrocents }
  const whose = publicId('dispute', disputeId)
  return {
    movement: disputeWrittenOff(written),
    sentence: `The ${formatExact(missing)} that never came back of ${whose}, which is won, becomes our loss.`,
    alongside: (sameTransaction) => noteOn(sameTransaction, dispute, microcents(-amountMicrocents)),
  }
}

/** A line gave this much back. The order's row is locked. */
export async function returnWriteOff(
  transaction: DatabaseTransaction,
  dispute: DisputeModel,
  backMicrocents: Microcents,
): Promise<DisputeModel> {
  const amountMicrocents = least(await writtenOffOf(transaction, dispute), backMicrocents)
  if (amountMicrocents === 0n) return dispute
  const { id: disputeId, mode, steps } = dispute
  const returned = { transactionId: newId(), mode, disputeId, step: steps + 1, amountMicrocents }
  await post(transaction, disputeWriteOffReturned(returned))
  return { ...dispute, ...(await noteOn(transaction, dispute, amountMicrocents)) }
}

async function noteOn(transaction: DatabaseTransaction, dispute: DisputeModel, change: Microcents) {
  const { id, steps, withdrawnMicrocents, disputedMicrocents } = dispute
  const changes = {
    steps: steps + 1,
    withdrawnMicrocents: withdrawnMicrocents + change,
    disputedMicrocents: disputedMicrocents + change,
  }
  await transaction.dispute.update({ where: { id }, data: changes })
  return changes
}

/** What is written off of it and has not come back since, from the journal. */
async function writtenOffOf(transaction: DatabaseTransaction, { id, steps }: Pick<DisputeModel, 'id' | 'steps'>): Promise<Microcents> {
  const keys = Array.from({ length: steps }, (_, place) => `dispute:${id}:${place + 1}`)
  const [row] = await transaction.$queryRaw<{ amount: string }[]>`
    select coalesce(sum(case transaction.kind when 'dispute.written_off' then amount_microcents else -amount_microcents end), 0)::text as amount
      from operation
      join transaction on transaction.wallet_id = operation.wallet_id and transaction.id = operation.transaction_id
      join transfer on transfer.wallet_id = transaction.wallet_id and transfer.transaction_id = transaction.id
     where operation.operation_key = any(${keys}) and transaction.kind in ('dispute.written_off', 'dispute.write_off_returned')`
  return microcents(BigInt(row?.amount ?? 0))
}
