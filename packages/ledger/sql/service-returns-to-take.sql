-- What an organization's own services took in grants and own money, and has not gone back to its balance yet.
-- The row's lock makes two takers one after the other; post_movement counts what is taken.
create or replace function service_returns_to_take(of_mode mode, of_organization uuid) returns table (o_amount bigint, o_taken bigint)
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  returned numeric;
begin
  insert into service_return (mode, organization_id) values (of_mode, of_organization) on conflict do nothing;
  select taken_microcents into o_taken from service_return where mode = of_mode and organization_id = of_organization for update;
  select credits_microcents into returned from account_fold where mode = of_mode and kind = 'service_returned' and id = of_organization;
  o_amount := coalesce(returned, 0) - o_taken;
  return next;
end $$;
revoke all on function service_returns_to_take(mode, uuid) from public;
grant execute on function service_returns_to_take(mode, uuid) to farebox_app;
