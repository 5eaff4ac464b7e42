// Earnings by day: how much markup of one day is still pending.
import type { Mode } from '@farebox/db'
import { type Microcents, microcents } from '@farebox/money'
import type { PostingTransaction } from './post.ts'

/** Locks the day's row until the transaction ends, so that two runs take one after the other. Counts what has been folded. */
export async function earningsToTake(
  transaction: PostingTransaction,
  { mode, organizationId, accrualDay }: { mode: Mode; organizationId: string; accrualDay: string },
): Promise<{ amountMicrocents: Microcents; takenMicrocents: Microcents }> {
  const [row] = await transaction.$queryRawUnsafe<{ o_amount: bigint; o_taken: bigint }[]>(
    'select * from earnings_to_take($1::mode, $2::uuid, $3::date)',
    mode,
    organizationId,
    accrualDay,
  )
  return { amountMicrocents: microcents(row?.o_amount ?? 0n), takenMicrocents: microcents(row?.o_taken ?? 0n) }
}
