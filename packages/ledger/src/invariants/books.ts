// Invariants 1 to 4, 7 and 12: the journal, the guarded balances, the holds and the charges agree with each other.
import type { Invariant } from './invariant.ts'

export const bookInvariants: Invariant[] = [
  {
    number: 1,
    says: 'Every transaction has transfers, and every transfer a transaction of its mode: debits equal credits by construction.',
    breaksQuery: `
      select coalesce(transfer.transaction_id, transaction.id)::text as transaction_id, transaction.kind
        from transaction full join transfer on transfer.wallet_id = transaction.wallet_id and transfer.transaction_id = transaction.id
       where transaction.id is null or transfer.transaction_id is null or transfer.mode <> transaction.mode`,
  },
  {
    number: 2,
    says: 'Every guarded balance is zero or more, and equals its transfers.',
    breaksQuery: `
      with side as (
        select mode, debit_kind as kind, debit_id as id, -amount_microcents as change from transfer
        union all select mode, credit_kind, credit_id, amount_microcents from transfer
      ), booked as (
        select mode, kind, id, sum(case when kind in ('user_receivable', 'organization_receivable') then -change else change end) as balance
          from side group by mode, kind, id
      ), kept as (
        select wallet.mode, 'lot'::account_kind as kind, lot.id, lot.available_microcents + lot.held_microcents as balance
          from lot join wallet on wallet.id = lot.wallet_id
        union all select mode, kind, id, balance_microcents from account
      )
      select coalesce(kept.kind, booked.kind)::text as kind, coalesce(kept.id, booked.id)::text as id,
             kept.balance::text as kept, booked.balance::text as booked
        from kept full join booked using (mode, kind, id)
       where coalesce(kept.kind, booked.kind) in ('lot', 'grant_pool', 'dispute_hold', 'earnings_available', 'earnings_held', 'payout',
                                                   'user_receivable', 'organization_receivable')
         and (kept.balance is distinct from coalesce(booked.balance, 0) or kept.balance < 0)`,
  },
  {
    number: 3,
    says: 'What a lot holds back is what open holds have reserved of it.',
    breaksQuery: `
      with reserved as (
        select hold.wallet_id, line.lot_id, sum(line.amount) as amount
          from hold cross join lateral unnest(hold.line_lots, hold.line_amounts) as line (lot_id, amount)
         where hold.state = 'open' group by hold.wallet_id, line.lot_id
      )
      select coalesce(lot.id, reserved.lot_id)::text as lot_id, lot.held_microcents::text as held, reserved.amount::text as reserved
        from lot full join reserved on reserved.wallet_id = lot.wallet_id and reserved.lot_id = lot.id
       where coalesce(lot.held_microcents, 0) <> coalesce(reserved.amount, 0)`,
  },
  {
    number: 4,
    says: 'A settled hold has one charge, within what it reserved; a released or expired one has none.',
    breaksQuery: `
      select coalesce(hold.id, charge.id)::text as hold_id, hold.state::text, hold.amount_microcents::text as reserved,
             (charge.base_microcents + charge.markup_microcents)::text as charged
        from hold full join charge on charge.wallet_id = hold.wallet_id and charge.id = hold.id
       where hold.id is null or (hold.state = 'settled') <> (charge.id is not null)
          or charge.base_microcents::numeric + charge.markup_microcents > hold.amount_microcents
          or (hold.state = 'open') <> (hold.resolved_at is null)`,
  },
  {
    number: 7,
    says: 'Each charge is provider cost (of an own service: what goes back) + margin + markup, transfer by transfer, and no settlement is without its charge.',
    breaksQuery: `
      with moved as (
        select transfer.wallet_id, transfer.transaction_id,
               sum(amount_microcents) filter (where debit_kind = 'lot' and credit_kind in ('provider_payable', 'service_returned')) as cost,
               sum(amount_microcents) filter (where debit_kind = 'lot' and credit_kind = 'margin') as margin,
               sum(amount_microcents) filter (where debit_kind = 'lot' and credit_kind = 'earnings_pending') as markup,
               sum(amount_microcents) filter (where debit_kind = 'usage_loss') as loss,
               sum(amount_microcents) filter (where credit_kind = 'service_returned') as returned,
               sum(amount_microcents) as total
          from transfer join transaction on transaction.wallet_id = transfer.wallet_id and transaction.id = transfer.transaction_id
         where transaction.kind = 'usage.settled' group by transfer.wallet_id, transfer.transaction_id
      )
      select coalesce(charge.id, moved.transaction_id)::text as charge_id, charge.base_microcents::text as base,
             charge.markup_microcents::text as markup, moved.total::text as moved
        from charge full join moved on moved.wallet_id = charge.wallet_id and moved.transaction_id = charge.id
       where charge.id is null or coalesce(moved.cost, 0) <> charge.cost_microcents
          or coalesce(moved.margin, 0) <> charge.base_microcents - charge.cost_microcents
          or coalesce(moved.markup, 0) <> charge.markup_microcents
          or coalesce(moved.loss, 0) <> charge.loss_microcents
          or coalesce(moved.returned, 0) <> case when charge.service_id is null then 0 else charge.cost_microcents end
          or coalesce(moved.total, 0) <> charge.base_microcents::numeric + charge.markup_microcents + charge.loss_microcents`,
  },
  {
    number: 12,
    says: 'A paid call debits lots of the wallet that pays, and a lost one nobody but us: never an account of the developer.',
    breaksQuery: `
      select transfer.transaction_id::text, transfer.debit_kind::text, transfer.debit_id::text
        from transfer join transaction on transaction.wallet_id = transfer.wallet_id and transaction.id = transfer.transaction_id
        left join lot on lot.wallet_id = transfer.wallet_id and lot.id = transfer.debit_id
       where transaction.kind in ('usage.settled', 'usage.lost')
         and not (transfer.debit_kind = 'usage_loss' or (transfer.debit_kind = 'lot' and lot.id is not null and transaction.kind = 'usage.settled'))`,
  },
]
