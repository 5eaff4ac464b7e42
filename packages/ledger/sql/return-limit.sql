-- Gives unused room back to the windows a hold counted against, where the window of now still counts it.
create or replace function return_limit(of_hold hold, unused bigint) returns void language plpgsql as $$
begin
  update connection set window_used_microcents = greatest(0, window_used_microcents - unused)
   where wallet_id = of_hold.wallet_id and id = of_hold.connection_id and window_starts_at <= of_hold.opened_at;
  if of_hold.key_window_starts_at is not null then
    update key_budget set window_used_microcents = greatest(0, window_used_microcents - unused)
     where wallet_id = of_hold.wallet_id and api_key_id = of_hold.credential_id and window_starts_at <= of_hold.opened_at;
  end if;
  if of_hold.end_user_window_starts_at is not null then
    update end_user_spending set window_used_microcents = greatest(0, window_used_microcents - unused)
     where wallet_id = of_hold.wallet_id and api_key_id = of_hold.credential_id and end_user = coalesce(of_hold.end_user, '')
       and window_starts_at <= of_hold.opened_at;
  end if;
end $$;
revoke all on function return_limit(hold, bigint) from public;
