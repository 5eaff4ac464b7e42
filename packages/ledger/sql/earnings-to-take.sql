-- How much markup of one day is still pending. The row's lock makes two runs one after the other; post_movement counts what is taken.
create or replace function earnings_to_take(of_mode mode, of_organization uuid, of_day date) returns table (o_amount bigint, o_taken bigint)
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  accrued numeric;
begin
  insert into earnings_day (mode, organization_id, accrual_day) values (of_mode, of_organization, of_day) on conflict do nothing;
  select taken_microcents into o_taken from earnings_day
   where mode = of_mode and organization_id = of_organization and accrual_day = of_day for update;
  select credits_microcents into accrued from account_fold
   where mode = of_mode and kind = 'earnings_pending' and id = of_organization and accrual_day = of_day;
  o_amount := coalesce(accrued, 0) - o_taken;
  return next;
end $$;
revoke all on function earnings_to_take(mode, uuid, date) from public;
grant execute on function earnings_to_take(mode, uuid, date) to farebox_app;
