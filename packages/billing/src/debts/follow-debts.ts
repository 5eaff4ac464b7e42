// A job: a call that was under way when its money was refunded may give some of it back. That repays the debt the refund left.
import type { Database } from '@farebox/db'
import { repayFrom } from './repay-debt.ts'

const WALLETS_MAX = 200

/** Returns how many wallets repaid something. */
export async function followDebts(database: Database): Promise<number> {
  const returned = await database.$queryRaw<{ walletId: string; lotIds: string[] }[]>`
    with recursive refunded (wallet_id, id) as (
      select lot.wallet_id, lot.id from refund
        join "order" on "order".id = refund.order_id
        join lot on lot.wallet_id = "order".wallet_id and lot.id = "order".lot_id
       where refund.owed_microcents > 0 and refund.status <> 'failed'
      union
      select next.wallet_id, next.id from refunded join lot next on next.origin_lot_id = refunded.id
    )
    select lot.wallet_id::text as "walletId", array_agg(lot.id::text) as "lotIds"
      from refunded join lot on lot.wallet_id = refunded.wallet_id and lot.id = refunded.id
      join wallet on wallet.id = lot.wallet_id and wallet.in_debt
     where lot.available_microcents > 0 group by lot.wallet_id limit ${WALLETS_MAX}`
  let repaid = 0
  for (const { walletId, lotIds } of returned) {
    await database.$transaction(async (transaction) => {
      await transaction.$queryRaw`select id from wallet where id = ${walletId}::uuid for no key update`
      const wallet = await transaction.wallet.findUniqueOrThrow({ where: { id: walletId } })
      if ((await repayFrom(transaction, wallet, lotIds)) > 0n) repaid += 1
    })
  }
  return repaid
}
