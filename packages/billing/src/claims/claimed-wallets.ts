// The wallets a person's own has taken in: what was bought and spent there is their history too.
import type { DatabaseTransaction } from '@farebox/db'

const MOST = 200

/** The wallet itself first, then those it has claimed, newest first. */
export async function withClaimed(database: DatabaseTransaction, walletId: string): Promise<string[]> {
  const claimed = await database.walletClaim.findMany({
    where: { toWalletId: walletId },
    select: { walletId: true },
    orderBy: { claimedAt: 'desc' },
    take: MOST,
  })
  return [walletId, ...claimed.map((claim) => claim.walletId)]
}
