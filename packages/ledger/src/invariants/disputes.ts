// Invariants 19 and 20: what disputes froze and took is what their rows say, and held earnings are held for somebody's reason.
import type { Invariant } from './invariant.ts'

export const disputeInvariants: Invariant[] = [
  {
    number: 19,
    says: 'What is frozen belongs to an open dispute or warning, and what a bank has taken is with it or borne by somebody, once.',
    breaksQuery: `
      with taken as (
        select side.id, sum(side.change) as balance
          from (select debit_id as id, amount_microcents as change from transfer where debit_kind = 'disputed'
                union all select credit_id, -amount_microcents from transfer where credit_kind = 'disputed') as side
         group by side.id
      ), earned as (
        select dispute_id as id, sum(taken_microcents + owed_microcents) as amount from dispute_earning group by dispute_id
      )
      select 'frozen' as what, account.id::text, account.balance_microcents::text as balance, dispute.phase::text as row_says
        from account left join dispute on dispute.id = account.id
       where account.kind = 'dispute_hold' and account.balance_microcents <> 0 and dispute.phase is distinct from 'open'
      union all
      select 'taken', coalesce(dispute.id, taken.id)::text, taken.balance::text, dispute.disputed_microcents::text
        from dispute full join taken using (id) where coalesce(taken.balance, 0) is distinct from dispute.disputed_microcents
      union all
      select 'borne', dispute.id::text, dispute.withdrawn_microcents::text, dispute.disputed_microcents::text
        from dispute left join earned using (id)
       where dispute.withdrawn_microcents <> dispute.disputed_microcents + dispute.wallet_microcents + dispute.package_microcents
             + dispute.wallet_owes_microcents + dispute.loss_microcents + coalesce(earned.amount, 0)
          or (dispute.phase = 'lost' and dispute.disputed_microcents <> 0)
          or (dispute.phase = 'won' and dispute.disputed_microcents <> 0 and dispute.closed_at < ledger_clock() - interval '7 days')`,
  },
  {
    number: 20,
    says: 'Held earnings are what holds and disputes set aside, each its own.',
    breaksQuery: `
      with wanted as (
        select part.mode, part.id, sum(part.amount) as amount
          from (select 'live'::mode as mode, organization_id as id, held_microcents as amount from earnings_hold where released_at is null
                union all
                select dispute.mode, dispute_earning.organization_id, held_microcents from dispute_earning join dispute on dispute.id = dispute_earning.dispute_id) as part
         group by part.mode, part.id
      ), kept as (
        select mode, id, balance_microcents as amount from account where kind = 'earnings_held'
      )
      select id::text as organization_id, kept.amount::text as held, wanted.amount::text as wanted
        from kept full join wanted using (mode, id) where coalesce(kept.amount, 0) <> coalesce(wanted.amount, 0)`,
  },
]
