-- What counts against the limits of a wallet since a window began: of the calls opened in it, what open ones reserved and paid ones took.
-- Grants never count. Asked when a limit's period changes; a call itself only adds to a window and takes from it.
create or replace function counted_since(of_wallet uuid, since timestamptz)
returns table (connection_id uuid, api_key_id uuid, end_user text, for_key boolean, for_end_user boolean, amount bigint) language plpgsql stable as $$
begin
  return query
    select hold.connection_id, hold.credential_id, coalesce(hold.end_user, ''), hold.key_window_starts_at is not null,
           hold.end_user_window_starts_at is not null,
           case when hold.state = 'open' then hold.limit_part_microcents else coalesce((
             select sum(transfer.amount_microcents) from transfer join lot on lot.wallet_id = transfer.wallet_id and lot.id = transfer.debit_id
              where transfer.wallet_id = of_wallet and transfer.transaction_id = hold.id and transfer.debit_kind = 'lot' and lot.kind <> 'grant'), 0)::bigint end
      from hold
     where hold.wallet_id = of_wallet and hold.opened_at >= since and hold.state in ('open', 'settled');
end $$;
revoke all on function counted_since(uuid, timestamptz) from public;
