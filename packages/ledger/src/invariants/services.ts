// Invariant 17: what developers' own services earn, and where the rest of what they took goes.
import type { Invariant } from './invariant.ts'

export const serviceInvariants: Invariant[] = [
  {
    number: 17,
    says: 'An own service earns from top-ups of other people’s claimed wallets only; of what it took in grants and own money no more goes back than it took.',
    breaksQuery: `
      select 'earned' as what, charge.id::text as id, lot.kind::text as from_kind, wallet.kind::text as of_wallet
        from charge
        join transfer on transfer.wallet_id = charge.wallet_id and transfer.transaction_id = charge.id and transfer.credit_kind = 'earnings_pending'
        join lot on lot.wallet_id = transfer.wallet_id and lot.id = transfer.debit_id
        join wallet on wallet.id = charge.wallet_id
        join hold on hold.wallet_id = charge.wallet_id and hold.id = charge.id
       where charge.service_id is not null and charge.mode = 'live' and (lot.kind <> 'topup' or wallet.kind <> 'user' or not hold.service_earns)
      union all
      select 'returned', coalesce(took.id, counted.organization_id)::text, coalesce(took.credits, 0)::text, coalesce(took.debits, 0)::text
        from (select mode, id, sum(credit) as credits, sum(debit) as debits from (
                select mode, credit_id as id, amount_microcents as credit, 0 as debit from transfer where credit_kind = 'service_returned'
                union all select mode, debit_id, 0, amount_microcents from transfer where debit_kind = 'service_returned') side group by mode, id) took
        full join service_return counted on counted.mode = took.mode and counted.organization_id = took.id
       where coalesce(took.debits, 0) > coalesce(took.credits, 0) or coalesce(took.debits, 0) <> coalesce(counted.taken_microcents, 0)`,
  },
]
