-- Round trip 1 of a call: a batch of holds, one wallet after the other, each wallet's calls in order of arrival.
-- Every statement inside finds its rows by key. The plans are pinned to that: a plan made while a table was empty would scan it for ever after.
create or replace function open_holds(requests json) returns setof hold_answer
language plpgsql security definer set search_path = public, pg_temp
set enable_seqscan = off set enable_bitmapscan = off set plan_cache_mode = force_generic_plan as $$
declare
  call hold_request;
begin
  for call in select * from json_populate_recordset(null::hold_request, requests) loop
    return next open_hold(call);
  end loop;
end $$;
revoke all on function open_holds(json) from public;
grant execute on function open_holds(json) to farebox_app;
