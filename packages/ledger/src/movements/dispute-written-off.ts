// A bank gave a payment back by its word, and Stripe never paid it to us: two operators agreed that it is our loss. Or it came after all.
import type { Mode } from '@farebox/db'
import type { Microcents } from '@farebox/money'
import { disputed, disputeLoss } from '../account.ts'
import { type Movement, movement } from '../movement.ts'

export type DisputeWrittenOff = { transactionId: string; mode: Mode; disputeId: string; step: number; amountMicrocents: Microcents }

/**
 * | debit | credit | amount |
 * |---|---|---|
 * | dispute loss | disputed | what never came back |
 *
 * Example: a dispute of $10.00 is won, and Stripe pays nothing: loss +$10.00, disputed −$10.00. The user has their money since it was won.
 */
export function disputeWrittenOff({ transactionId, mode, disputeId, step, amountMicrocents }: DisputeWrittenOff): Movement {
  return movement({
    ...{ kind: 'dispute.written_off', mode, transactionId, operationKey: `dispute:${disputeId}:${step}` },
    transfers: [{ debit: disputeLoss, credit: disputed(disputeId), amount: amountMicrocents }],
  })
}

/**
 * | debit | credit | amount |
 * |---|---|---|
 * | disputed | dispute loss | what came back after all |
 *
 * Example: the $10.00 arrive months later: disputed +$10.00, loss −$10.00, beside the line that books them.
 */
export function disputeWriteOffReturned({ transactionId, mode, disputeId, step, amountMicrocents }: DisputeWrittenOff): Movement {
  return movement({
    ...{ kind: 'dispute.write_off_returned', mode, transactionId, operationKey: `dispute:${disputeId}:${step}` },
    transfers: [{ debit: disputed(disputeId), credit: disputeLoss, amount: amountMicrocents }],
  })
}
