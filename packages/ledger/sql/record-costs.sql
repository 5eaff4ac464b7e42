-- A cost known beforehand: reserved and settled in one step, so that nothing can happen in between. All or nothing, for each.
create or replace function record_costs(requests json) returns setof hold_answer
language plpgsql security definer set search_path = public, pg_temp
set enable_seqscan = off set enable_bitmapscan = off set plan_cache_mode = force_generic_plan as $$
declare
  asked json;
  call hold_request;
  answer hold_answer;
  resolved hold_resolution;
begin
  for asked in select value from json_array_elements(requests) loop
    call := json_populate_record(null::hold_request, asked);
    answer := open_hold(call);
    if answer.outcome = 'held' then
      resolved.hold_id := call.hold_id;
      resolved.wallet_id := call.wallet_id;
      resolved.resolution := 'settled';
      resolved.base := answer.base_max;
      resolved.cost := 0;
      resolved.usage := asked -> 'usage';
      perform resolve_hold(resolved, false);
    elsif answer.outcome = 'hold_already_settled' and exists (select from charge where wallet_id = call.wallet_id and id = call.hold_id) then
      answer.outcome := 'held'; -- asked again, because the first answer was lost on its way
    end if;
    return next answer;
  end loop;
end $$;
revoke all on function record_costs(json) from public;
grant execute on function record_costs(json) to farebox_app;
