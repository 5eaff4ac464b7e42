-- What an app may spend of a wallet now: its grants, and of the user's own money what the connection's limit leaves.
create or replace function spendable(of_wallet uuid, of_connection uuid) returns bigint language plpgsql stable as $$
declare
  amount bigint;
begin
  select coalesce(sum(lot.available_microcents) filter (where lot.kind = 'grant'), 0)
         + greatest(0, least(coalesce(sum(lot.available_microcents) filter (where lot.kind <> 'grant'), 0), connection.limit_microcents
             - case when window_starts_at = date_trunc(limit_period::text, ledger_clock(), 'UTC') then window_used_microcents else 0 end))
    into amount
    from connection
    left join lot on lot.wallet_id = of_wallet and lot.available_microcents > 0 and (lot.app_id is null or lot.app_id = connection.app_id)
                 and (lot.expires_at is null or lot.expires_at > ledger_clock())
   where connection.wallet_id = of_wallet and connection.id = of_connection
   group by connection.wallet_id, connection.id;
  return amount;
end $$;
revoke all on function spendable(uuid, uuid) from public;
grant execute on function spendable(uuid, uuid) to farebox_app;
