// Invariants 18 and 21: who owes spends nothing, and every refund is in the books as it is on its row.
import type { Invariant } from './invariant.ts'

export const refundInvariants: Invariant[] = [
  {
    number: 18,
    says: 'A wallet is in debt exactly while it owes something.',
    breaksQuery: `
      select wallet.id::text as wallet_id, wallet.in_debt, coalesce(owed.balance_microcents, 0)::text as owed
        from wallet left join account owed on owed.mode = wallet.mode and owed.kind = 'user_receivable' and owed.id = wallet.id
       where wallet.in_debt <> (coalesce(owed.balance_microcents, 0) > 0)`,
  },
  {
    number: 21,
    says: 'A refund took what its row says, once; what it took is payable until it left or was put back; no purchase is refunded at Stripe beyond its price.',
    breaksQuery: `
      with side as (
        select credit_id as id, amount_microcents as payable, amount_microcents as taken, debit_kind as source
          from transfer join transaction on transaction.wallet_id = transfer.wallet_id and transaction.id = transfer.transaction_id
         where credit_kind = 'refund_payable' and transaction.kind = 'refund.taken'
        union all
        select credit_id, amount_microcents, 0, null
          from transfer join transaction on transaction.wallet_id = transfer.wallet_id and transaction.id = transfer.transaction_id
         where credit_kind = 'refund_payable' and transaction.kind <> 'refund.taken'
        union all
        select debit_id, -amount_microcents, 0, null from transfer where debit_kind = 'refund_payable'
      ), booked as (
        select id, sum(payable) as payable, sum(taken) as taken, sum(taken) filter (where source = 'package_fee') as fee,
               sum(taken) filter (where source in ('user_receivable', 'organization_receivable')) as owed
          from side group by id
      )
      select coalesce(refund.id, booked.id)::text as refund_id, refund.status::text, booked.payable::text as payable, booked.taken::text as taken
        from refund full join booked on booked.id = refund.id
       where refund.id is null or booked.id is null
          or booked.taken <> refund.amount_cents::bigint * 1000000 or coalesce(booked.fee, 0) <> refund.fee_microcents
          or coalesce(booked.owed, 0) <> refund.owed_microcents
          or booked.payable <> case when refund.booked_at is null and refund.status <> 'failed' then refund.amount_cents::bigint * 1000000 else 0 end
      union all
      select 'order ' || "order".id, null, sum(refund.amount_cents)::text, "order".price_cents::text
        from refund join "order" on "order".id = refund.order_id where refund.status <> 'failed'
       group by "order".id
      -- One that Stripe has not taken may still be refused, where somebody else refunded the same payment meanwhile.
      having sum(refund.amount_cents) filter (where refund.stripe_refund_id is not null) > "order".price_cents
          or sum(refund.fee_microcents) > "order".price_cents::bigint * 1000000 - "order".credit_microcents`,
  },
]
