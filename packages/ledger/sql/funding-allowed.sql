-- Whether a hold would be given now: the very decision of open_hold, taken back at once. Reserves nothing.
create or replace function funding_allowed(request json) returns hold_answer
language plpgsql security definer set search_path = public, pg_temp
set enable_seqscan = off set enable_bitmapscan = off set plan_cache_mode = force_generic_plan as $$
declare
  answer hold_answer;
begin
  begin
    answer := open_hold(json_populate_record(null::hold_request, request));
    raise exception using errcode = 'FB010';
  exception when sqlstate 'FB010' then
    null; -- what the hold wrote is undone; the answer is kept
  end;
  return answer;
end $$;
revoke all on function funding_allowed(json) from public;
grant execute on function funding_allowed(json) to farebox_app;
