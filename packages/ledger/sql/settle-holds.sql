-- Round trip 2 of a call: a batch of resolutions. One whose wallet is locked by somebody else comes back 'busy', to be sent again.
create or replace function settle_holds(resolutions json) returns setof hold_result
language plpgsql security definer set search_path = public, pg_temp
set enable_seqscan = off set enable_bitmapscan = off set plan_cache_mode = force_generic_plan as $$
declare
  resolved hold_resolution;
  result hold_result;
begin
  for resolved in select * from json_populate_recordset(null::hold_resolution, resolutions) loop
    perform from wallet where id = resolved.wallet_id for no key update skip locked;
    if found then
      return next resolve_hold(resolved, false);
    else
      result.hold_id := resolved.hold_id;
      result.state := case when exists (select from wallet where id = resolved.wallet_id) then 'busy' else 'unknown' end;
      return next result;
    end if;
  end loop;
end $$;
revoke all on function settle_holds(json) from public;
grant execute on function settle_holds(json) to farebox_app;
