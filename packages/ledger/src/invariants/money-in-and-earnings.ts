// Invariants 5, 6 and 16: what was paid in, what developers earned, and what providers are owed.
import type { Invariant } from './invariant.ts'

export const moneyInAndEarningsInvariants: Invariant[] = [
  {
    number: 5,
    says: 'Every paid order moved what was bought once, and every payment that moved money is a paid order.',
    breaksQuery: `
      with moved as (
        select operation.operation_key, sum(transfer.amount_microcents) as paid,
               sum(transfer.amount_microcents) filter (where transfer.credit_kind <> 'package_fee') as credited
          from operation join transfer on transfer.wallet_id = operation.wallet_id and transfer.transaction_id = operation.transaction_id
         where operation.operation_key like 'topup:%' group by operation.operation_key
      )
      select coalesce("order".payment_intent, moved.operation_key) as payment, "order".status::text, moved.credited::text as credited
        from "order" full join moved on moved.operation_key = 'topup:' || "order".payment_intent
       where "order".id is null or ("order".status = 'paid') <> (moved.operation_key is not null)
          or moved.credited <> "order".credit_microcents or moved.paid <> "order".price_cents::bigint * 1000000`,
  },
  {
    number: 6,
    says: 'What each developer earned on each day is the markup of the charges, and no more of a day leaves pending than it has, what disputes gave back to it included.',
    breaksQuery: `
      with charged as (
        select mode, organization_id as id, coalesce(accrual_day, (settled_at at time zone 'UTC')::date) as day, sum(markup_microcents) as markup
          from charge group by 1, 2, 3 having sum(markup_microcents) > 0
      ), accrued as (
        select mode, credit_id as id, accrual_day as day, sum(amount_microcents) filter (where debit_kind = 'lot') as markup,
               sum(amount_microcents) filter (where debit_kind = 'earnings_held') as back
          from transfer where credit_kind = 'earnings_pending' group by 1, 2, 3
      ), matured as (
        select mode, debit_id as id, accrual_day as day, sum(amount_microcents) as taken from transfer where debit_kind = 'earnings_pending' group by 1, 2, 3
      ), counted as (
        select mode, organization_id as id, accrual_day as day, taken_microcents as taken from earnings_day
      )
      select id::text as organization_id, day::text, charged.markup::text as charged, accrued.markup::text as accrued,
             matured.taken::text as matured, counted.taken::text as counted
        from charged full join accrued using (mode, id, day) full join matured using (mode, id, day) full join counted using (mode, id, day)
       where coalesce(charged.markup, 0) <> coalesce(accrued.markup, 0) or coalesce(matured.taken, 0) > coalesce(accrued.markup, 0) + coalesce(accrued.back, 0)
          or coalesce(matured.taken, 0) <> coalesce(counted.taken, 0)`,
  },
  {
    number: 16,
    says: 'What providers are owed is the cost of the charges of models and our losses.',
    breaksQuery: `
      with owed as (
        select mode, sum(amount_microcents) as amount from transfer where credit_kind = 'provider_payable' group by mode
      ), costs as (
        select mode, sum(cost_microcents) as amount from charge where service_id is null group by mode
      ), lost as (
        select mode, sum(amount_microcents) as amount from transfer where debit_kind = 'usage_loss' group by mode
      )
      select mode::text, owed.amount::text as owed, costs.amount::text as costs, lost.amount::text as lost
        from owed full join costs using (mode) full join lost using (mode)
       where coalesce(owed.amount, 0) <> coalesce(costs.amount, 0) + coalesce(lost.amount, 0)`,
  },
]
