-- What an app may spend of a wallet now: its grants, and of the user's own money what the connection's limit leaves.
create or replace function spendable(of_wallet uuid, of_connection uuid) returns bigint language plpgsql stable as $$
declare
  permission record;
  granted bigint;
  own bigint;
  room bigint;
begin
  select app_id, limit_microcents,
         case when window_starts_at = date_trunc(limit_period::text, ledger_clock(), 'UTC') then window_used_microcents else 0 end as used
    into permission from connection where wallet_id = of_wallet and id = of_connection;
  select coalesce(sum(available_microcents) filter (where kind = 'grant'), 0),
         coalesce(sum(available_microcents) filter (where kind <> 'grant'), 0)
    into granted, own from lot
   where wallet_id = of_wallet and available_microcents > 0
     and (app_id is null or app_id = permission.app_id)
     and (expires_at is null or expires_at > ledger_clock());
  room := permission.limit_microcents - permission.used;
  return granted + greatest(0, least(own, room));
end $$;
revoke all on function spendable(uuid, uuid) from public;
grant execute on function spendable(uuid, uuid) to farebox_app;
