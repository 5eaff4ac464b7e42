// A job: what is left in claimed wallets moves on as soon as it can, and a wallet nobody can come to any more is closed.
import type { Database } from '@farebox/db'
import { lockForClaim } from './claim-wallet.ts'
import { moveClaimed } from './move-claimed.ts'

const BATCH = 200
/** Longer than any gateway remembers who pays: until then a late grant or call still finds out that the wallet has moved. */
export const CLOSING_MS = 10 * 60_000

/** Returns how many lots moved. */
export async function followClaims(database: Database, now: Date): Promise<number> {
  const closesBefore = new Date(now.getTime() - CLOSING_MS)
  const due = await database.$queryRaw<{ walletId: string; toWalletId: string; closes: boolean }[]>`
    select claim.wallet_id as "walletId", claim.to_wallet_id as "toWalletId", claim.claimed_at <= ${closesBefore} as closes
      from wallet_claim claim join wallet on wallet.id = claim.wallet_id
     where claim.closed_at is null and wallet.open_holds = 0
       and (claim.claimed_at <= ${closesBefore}
            or exists (select from lot where lot.wallet_id = claim.wallet_id and lot.available_microcents > 0))
     order by claim.claimed_at limit ${BATCH}`
  let moved = 0
  for (const { walletId, toWalletId, closes } of due) {
    moved += await database.$transaction(async (transaction) => {
      await lockForClaim(transaction, { walletId, toWalletId })
      const lots = await moveClaimed(transaction, { walletId, toWalletId, now })
      const { openHolds } = await transaction.wallet.findUniqueOrThrow({ where: { id: walletId } })
      if (closes && openHolds === 0) {
        await transaction.wallet.update({ where: { id: walletId }, data: { status: 'closed' } })
        await transaction.walletClaim.update({ where: { walletId }, data: { closedAt: now } })
      }
      return lots
    })
  }
  return moved
}
