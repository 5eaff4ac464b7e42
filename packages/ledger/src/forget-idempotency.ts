// Idempotency keys, and the answers kept for them, live 24 hours: a job forgets the older ones.
import type { PostingTransaction } from './post.ts'

/** Returns how many were forgotten. */
export async function forgetIdempotency(database: PostingTransaction): Promise<number> {
  const [row] = await database.$queryRawUnsafe<{ forgotten: bigint }[]>('select forget_idempotency() as forgotten')
  return Number(row?.forgotten ?? 0n)
}
