// Adding up the accounts that are never locked: a job's work, behind the calls.
import type { PostingTransaction } from './post.ts'

/** Folds what was committed since the last time. Returns how many account rows were touched. */
export async function foldTransfers(database: PostingTransaction): Promise<number> {
  const [row] = await database.$queryRawUnsafe<{ folded: bigint }[]>('select fold_transfers() as folded')
  return Number(row?.folded ?? 0n)
}
