-- A limit whose period is changed begins with what was already spent in its new window. Otherwise a change there and back would empty it.

create or replace function recount_connection_window() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  new.window_starts_at := date_trunc(new.limit_period::text, ledger_clock(), 'UTC');
  select coalesce(sum(amount), 0) into new.window_used_microcents from counted_since(new.wallet_id, new.window_starts_at) where connection_id = new.id;
  return new;
end $$;
revoke all on function recount_connection_window() from public;
create or replace trigger recount_window before update of limit_period on connection
  for each row when (new.limit_period <> old.limit_period) execute function recount_connection_window();

create or replace function recount_key_window() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  new.window_starts_at := date_trunc(new.limit_period::text, ledger_clock(), 'UTC');
  select coalesce(sum(amount), 0) into new.window_used_microcents
    from counted_since(new.wallet_id, new.window_starts_at) where api_key_id = new.api_key_id and for_key;
  return new;
end $$;
revoke all on function recount_key_window() from public;
create or replace trigger recount_window before update of limit_period on key_budget
  for each row when (new.limit_period <> old.limit_period) execute function recount_key_window();

create or replace function recount_end_user_windows() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  since timestamptz := date_trunc(new.end_user_period::text, ledger_clock(), 'UTC');
begin
  delete from end_user_spending where wallet_id = new.wallet_id and api_key_id = new.api_key_id;
  insert into end_user_spending (wallet_id, api_key_id, end_user, window_starts_at, window_used_microcents)
  select new.wallet_id, new.api_key_id, end_user, since, sum(amount)
    from counted_since(new.wallet_id, since) where api_key_id = new.api_key_id and for_end_user group by end_user;
  return null;
end $$;
revoke all on function recount_end_user_windows() from public;
create or replace trigger recount_end_users after update of end_user_period on key_budget
  for each row when (new.end_user_period <> old.end_user_period) execute function recount_end_user_windows();
