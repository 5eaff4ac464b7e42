// A job: a call that was under way when its money was refunded may give some of it back. That repays the debt the refund left. Money of
// payments whose debt is repaid by now is not taken: repaying with it is its owner's click.
import type { Database } from '@farebox/db'
import { repayFrom } from './repay-debt.ts'

const WALLETS_MAX = 200

/** Returns how many wallets repaid something. */
export async function followDebts(database: Database): Promise<number> {
  const returned = await database.$queryRaw<{ walletId: string; lotIds: string[] }[]>`
    with recursive change as (
      select debt.id as wallet_id, side.created_xid, side.refund_id,
             sum(side.amount) over (partition by debt.id order by side.created_xid, side.transaction_id, side.n) as owed
        from account debt cross join lateral (
               select created_xid, transaction_id, n, amount_microcents as amount, credit_id as refund_id
                 from transfer where debit_kind = 'user_receivable' and debit_id = debt.id
               union all
               select created_xid, transaction_id, n, -amount_microcents, null
                 from transfer where credit_kind = 'user_receivable' and credit_id = debt.id
             ) as side
       where debt.kind = 'user_receivable' and debt.balance_microcents > 0
    ), owing as (
      select refund_id from change where refund_id is not null and not exists (
        select from change later where later.wallet_id = change.wallet_id and later.owed = 0 and later.created_xid >= change.created_xid)
    ), refunded (wallet_id, id) as (
      select lot.wallet_id, lot.id from owing
        join refund on refund.id = owing.refund_id and refund.status <> 'failed'
        join "order" on "order".id = refund.order_id
        join lot on lot.wallet_id = "order".wallet_id and lot.id = "order".lot_id
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
