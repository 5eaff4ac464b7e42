// Invariants 8 and 9: what passes through clearing arrives, and our view of the balance at Stripe is Stripe's own.
import type { Invariant } from './invariant.ts'

/**
 * Every movement of ours that touches Stripe's balance or Stripe's fees, beside the line of Stripe's book that it books. Selects those
 * that have no such line, though Stripe's book was read since, or another amount than it.
 */
export const stripePairBreaksQuery = `
  select pair.transaction_id::text, pair.kind, pair.posted_at, booking.source_id, booking.category, line.id as balance_transaction_id,
         pair.balance::text as ledger_balance, pair.fee::text as ledger_fee,
         (line.net_cents * 1000000)::text as stripe_balance, (line.own_fee_cents * 1000000)::text as stripe_fee
    from (
      select transaction.id as transaction_id, transaction.kind, min(transaction.created_at) as posted_at,
             sum(case when transfer.debit_kind = 'stripe_balance' then amount_microcents when transfer.credit_kind = 'stripe_balance' then -amount_microcents else 0 end) as balance,
             sum(case when transfer.debit_kind in ('stripe_fee', 'dispute_fee') then amount_microcents
                        when transfer.credit_kind in ('stripe_fee', 'dispute_fee') then -amount_microcents else 0 end) as fee
        from transfer join transaction on transaction.wallet_id = transfer.wallet_id and transaction.id = transfer.transaction_id
       where transfer.mode = 'live' and (transfer.debit_kind in ('stripe_balance', 'stripe_fee', 'dispute_fee')
              or transfer.credit_kind in ('stripe_balance', 'stripe_fee', 'dispute_fee'))
       group by transaction.wallet_id, transaction.id
    ) as pair
    cross join stripe_mirror as mirror
    left join stripe_booking booking on booking.transaction_id = pair.transaction_id
    left join lateral (
      select id, net_cents, case when reporting_category in ('fee', 'network_cost', 'tax') then -net_cents else fee_cents end as own_fee_cents
        from stripe_balance_transaction
       where source_id = booking.source_id and reporting_category = booking.category order by created_at, id limit 1
    ) as line on true
   where (line.id is null and pair.posted_at < mirror.read_until)
      or pair.balance <> line.net_cents * 1000000 or pair.fee <> line.own_fee_cents * 1000000`

export const stripeInvariants: Invariant[] = [
  {
    number: 8,
    says: 'Clearing is exactly what Stripe has not reported yet, and nothing stays in it for 48 hours.',
    breaksQuery: `
      with clearing as (
        select mode, sum(case when debit_kind = 'topup_clearing' then amount_microcents else -amount_microcents end) as balance
          from transfer where debit_kind = 'topup_clearing' or credit_kind = 'topup_clearing' group by mode
      ), waiting as (
        select mode, sum(price_cents) * 1000000 as balance, min(paid_at) as oldest
          from "order" where status = 'paid' and fee_booked_at is null group by mode
      ), leaving as (
        select side.mode, side.id, sum(side.change) as balance, min(side.at) as oldest
          from (
            select transfer.mode, debit_id as id, amount_microcents as change, occurred_at as at
              from transfer join transaction on transaction.wallet_id = transfer.wallet_id and transaction.id = transfer.transaction_id
             where debit_kind = 'payout_clearing'
            union all
            select transfer.mode, credit_id, -amount_microcents, occurred_at
              from transfer join transaction on transaction.wallet_id = transfer.wallet_id and transaction.id = transfer.transaction_id
             where credit_kind = 'payout_clearing'
          ) as side group by side.mode, side.id
      )
      select mode::text, 'top-ups' as of, clearing.balance::text as clearing, waiting.balance::text as waiting, waiting.oldest::text
        from clearing full join waiting using (mode)
       where coalesce(clearing.balance, 0) <> coalesce(waiting.balance, 0) or waiting.oldest < ledger_clock() - interval '48 hours'
      union all
      select mode::text, 'payout ' || id, balance::text, null, oldest::text from leaving
       where balance <> 0 and oldest < ledger_clock() - interval '48 hours'`,
  },
  {
    number: 9,
    says: 'What the ledger holds at Stripe is what Stripe says: line by line of its book, and in all.',
    breaksQuery: `
      select 'movement' as what, broken.transaction_id, broken.source_id, broken.ledger_balance, broken.stripe_balance, broken.ledger_fee, broken.stripe_fee
        from (${stripePairBreaksQuery}) as broken
      union all
      select 'balance', null, null, (read.lines * 1000000)::text, (mirror.balance_cents * 1000000)::text, null, null
        from stripe_mirror as mirror
       cross join (select coalesce(sum(net_cents), 0) as lines from stripe_balance_transaction) as read
       where read.lines <> mirror.balance_cents`,
  },
]
