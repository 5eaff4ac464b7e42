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
      select 'charge of price version', charge.id::text from charge
       where service_id is null and not exists (select from price_version where id = charge.price_version_id)
      union all
      select 'charge of service price', charge.id::text from charge
       where service_id is not null and not exists (select from service_price where id = charge.price_version_id and service_id = charge.service_id)
      union all
      select 'charge of provider', charge.id::text from charge where not exists (select from provider where id = charge.provider_id)
      union all
      select 'external user of connection', external_user_id from external_user
       where not exists (select from connection where wallet_id = external_user.wallet_id and id = external_user.connection_id)`,
  },
  {
    number: 14,
    says: 'Each limit’s window is the open holds and charges since it began; each wallet’s open holds are counted right.',
    breaksQuery: `
      with counted as (
        select hold.wallet_id, hold.connection_id, hold.credential_id, coalesce(hold.end_user, '') as end_user,
               hold.opened_at, hold.key_window_starts_at, hold.end_user_window_starts_at,
               case when hold.state = 'open' then hold.limit_part_microcents else coalesce(own.amount, 0) end as amount
          from hold left join lateral (
            select sum(transfer.amount_microcents) as amount from transfer join lot on lot.wallet_id = transfer.wallet_id and lot.id = transfer.debit_id
             where transfer.wallet_id = hold.wallet_id and transfer.transaction_id = hold.id and transfer.debit_kind = 'lot' and lot.kind <> 'grant') own on true
         where hold.state in ('open', 'settled')
      ), windows as (
        select 'connection' as what, limited.id::text as id, limited.window_used_microcents as counted, sum(counted.amount) as spent
          from connection limited left join counted on counted.wallet_id = limited.wallet_id and counted.connection_id = limited.id
                                                   and counted.opened_at >= limited.window_starts_at
         group by limited.wallet_id, limited.id
        union all
        select 'key', limited.api_key_id::text, limited.window_used_microcents, sum(counted.amount)
          from key_budget limited left join counted on counted.wallet_id = limited.wallet_id and counted.credential_id = limited.api_key_id
                                                   and counted.key_window_starts_at is not null and counted.opened_at >= limited.window_starts_at
         group by limited.wallet_id, limited.api_key_id
        union all
        select 'end user', limited.end_user, limited.window_used_microcents, sum(counted.amount)
          from end_user_spending limited left join counted on counted.wallet_id = limited.wallet_id and counted.credential_id = limited.api_key_id
                                                          and counted.end_user = limited.end_user
                                                          and counted.end_user_window_starts_at is not null and counted.opened_at >= limited.window_starts_at
         group by limited.wallet_id, limited.api_key_id, limited.end_user
      )
      select what, id, counted::text, spent::text from windows where counted <> coalesce(spent, 0)
      union all
      select 'open holds of wallet', wallet.id::text, wallet.open_holds::text, count(hold.id)::text
        from wallet left join hold on hold.wallet_id = wallet.id and hold.state = 'open'
       group by wallet.id having wallet.open_holds <> count(hold.id)`,
  },
  {
    number: 15,
    says: 'No charge has a markup above the one accepted on its connection when it was opened.',
    breaksQuery: `
      select charge.id::text as charge_id, charge.markup_bps, accepted.markup_bps as accepted
        from charge join connection on connection.wallet_id = charge.wallet_id and connection.id = charge.connection_id
       cross join lateral (
         select case when exists (select from consent where consent.wallet_id = charge.wallet_id and consent.connection_id = charge.connection_id)
           then (select consent.markup_bps from consent where consent.wallet_id = charge.wallet_id and consent.connection_id = charge.connection_id
                    and consent.at <= charge.opened_at order by consent.at desc limit 1)
           else connection.markup_bps_accepted end as markup_bps) as accepted
       where charge.markup_bps > accepted.markup_bps`,
  },
]
