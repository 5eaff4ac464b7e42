-- What counts against a limit since a window began: of the calls opened in it, what open ones reserved and paid ones took, without grants.
-- Asked when a window begins, or when a limit's period was changed. Name the connection, or the key, or the key and its end user.
create or replace function spent_since(of_wallet uuid, since timestamptz, of_connection uuid, of_key uuid, of_end_user text)
returns bigint language plpgsql stable as $$
declare
  -- Ids begin with the time they were made at: this bound spares reading the calls of windows long gone. An hour for clocks that differ.
  first_id uuid := (lpad(to_hex((extract(epoch from since) * 1000)::bigint - 3600000), 12, '0') || repeat('0', 20))::uuid;
  spent numeric;
begin
  select sum(case when hold.state = 'open' then hold.limit_part_microcents else (
           select sum(transfer.amount_microcents) from transfer join lot on lot.wallet_id = transfer.wallet_id and lot.id = transfer.debit_id
            where transfer.wallet_id = of_wallet and transfer.transaction_id = hold.id and transfer.debit_kind = 'lot' and lot.kind <> 'grant') end)
    into spent
    from hold
   where hold.wallet_id = of_wallet and hold.id >= first_id and hold.opened_at >= since and hold.state in ('open', 'settled')
     and (of_connection is null or hold.connection_id = of_connection)
     and (of_key is null or (hold.credential_id = of_key and hold.key_window_starts_at is not null))
     and (of_end_user is null or (coalesce(hold.end_user, '') = of_end_user and hold.end_user_window_starts_at is not null));
  return coalesce(spent, 0);
end $$;
revoke all on function spent_since(uuid, timestamptz, uuid, uuid, text) from public;
grant execute on function spent_since(uuid, timestamptz, uuid, uuid, text) to farebox_app;
