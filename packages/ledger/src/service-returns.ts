// What an organization's own services took in grants and own money, and has not gone back yet.
import type { Mode } from '@farebox/db'
import { type Microcents, microcents } from '@farebox/money'
import type { PostingTransaction } from './post.ts'

/** Locks the organization's row until the transaction ends, so that two takers come one after the other. Counts what has been folded. */
export async function serviceReturnsToTake(
  transaction: PostingTransaction,
  { mode, organizationId }: { mode: Mode; organizationId: string },
): Promise<{ amountMicrocents: Microcents; takenMicrocents: Microcents }> {
  const [row] = await transaction.$queryRawUnsafe<{ o_amount: bigint; o_taken: bigint }[]>(
    'select * from service_returns_to_take($1::mode, $2::uuid)',
    mode,
    organizationId,
  )
  return { amountMicrocents: microcents(row?.o_amount ?? 0n), takenMicrocents: microcents(row?.o_taken ?? 0n) }
}
