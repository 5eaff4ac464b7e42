// Invariants 10, 11, 13, 14 and 15: leases, modes, ids, limits and accepted markups.
import type { Invariant } from './invariant.ts'

export const permissionInvariants: Invariant[] = [
  {
    number: 10,
    says: 'No hold stays open longer than a minute past its lease.',
    breaksQuery: `
      select id::text as hold_id, lease_until::text from hold where state = 'open' and lease_until < ledger_clock() - interval '60 seconds'`,
  },
  {
    number: 11,
    says: 'No live row touches a sandbox row.',
    breaksQuery: `
      select 'hold' as what, hold.id::text from hold join wallet on wallet.id = hold.wallet_id where hold.mode <> wallet.mode
      union all
      select 'connection', connection.id::text from connection join wallet on wallet.id = connection.wallet_id where connection.mode <> wallet.mode
      union all
      select 'charge', charge.id::text from charge join wallet on wallet.id = charge.wallet_id where charge.mode <> wallet.mode
      union all
      select 'transfer', transfer.transaction_id::text from transfer join wallet on wallet.id = transfer.wallet_id where transfer.mode <> wallet.mode
      union all
      select 'external user', external_user_id from external_user join wallet on wallet.id = external_user.wallet_id where external_user.mode <> wallet.mode`,
  },
  {
    number: 13,
    says: 'Every id in the hot tables exists.',
    breaksQuery: `
      select 'lot of wallet' as what, lot.id::text from lot where not exists (select from wallet where id = lot.wallet_id)
      union all
      select 'connection of wallet', connection.id::text from connection where not exists (select from wallet where id = connection.wallet_id)
      union all
      select 'connection of app', connection.id::text from connection where not exists (select from app where id = connection.app_id)
      union all
      select 'hold of connection', hold.id::text from hold
       where not exists (select from connection where wallet_id = hold.wallet_id and id = hold.connection_id)
      union all
      select 'charge of price version', charge.id::text from charge where not exists (select from price_version where id = charge.price_version_id)
      union all
      select 'charge of provider', charge.id::text from charge where not exists (select from provider where id = charge.provider_id)
      union all
      select 'external user of connection', external_user_id from external_user
       where not exists (select from connection where wallet_id = external_user.wallet_id and id = external_user.connection_id)`,
  },
  {
    number: 14,
    says: 'Each connection’s window is its open holds and charges of that window; each wallet’s open holds are counted right.',
    breaksQuery: `
      with spent as (
        select hold.wallet_id, hold.connection_id, hold.window_starts_at,
               sum(case when hold.state = 'open' then hold.limit_part_microcents else coalesce(own.amount, 0) end) as amount
          from hold left join lateral (
            select sum(transfer.amount_microcents) as amount from transfer join lot on lot.wallet_id = transfer.wallet_id and lot.id = transfer.debit_id
             where transfer.wallet_id = hold.wallet_id and transfer.transaction_id = hold.id and transfer.debit_kind = 'lot' and lot.kind <> 'grant') own on true
         where hold.state in ('open', 'settled') group by hold.wallet_id, hold.connection_id, hold.window_starts_at
      )
      select connection.id::text, connection.window_used_microcents::text as counted, spent.amount::text as spent
        from connection left join spent on spent.wallet_id = connection.wallet_id and spent.connection_id = connection.id
                                       and spent.window_starts_at = connection.window_starts_at
       where connection.window_used_microcents <> coalesce(spent.amount, 0)
      union all
      select wallet.id::text, wallet.open_holds::text, count(hold.id)::text
        from wallet left join hold on hold.wallet_id = wallet.id and hold.state = 'open'
       group by wallet.id having wallet.open_holds <> count(hold.id)`,
  },
  {
    number: 15,
    says: 'No charge has a markup above the one accepted on its connection.',
    breaksQuery: `
      select charge.id::text as charge_id, charge.markup_bps, connection.markup_bps_accepted
        from charge join connection on connection.wallet_id = charge.wallet_id and connection.id = charge.connection_id
       where charge.markup_bps > connection.markup_bps_accepted and charge.settled_at > connection.created_at`,
  },
]
