-- What `open_hold` would answer now, for a quote: it decides, and everything it did is undone.
create or replace function preview_hold(requests json) returns setof hold_answer
language plpgsql security definer set search_path = public, pg_temp
set enable_seqscan = off set enable_bitmapscan = off set plan_cache_mode = force_generic_plan as $$
declare
  call hold_request;
  answer hold_answer;
begin
  for call in select * from json_populate_recordset(null::hold_request, requests) loop
    begin
      answer := open_hold(call);
      raise exception 'undone' using errcode = 'FBX00';
    exception when sqlstate 'FBX00' then
      -- Values of variables outlive the undoing.
      return next answer;
    end;
  end loop;
end $$;
revoke all on function preview_hold(json) from public;
grant execute on function preview_hold(json) to farebox_app;
