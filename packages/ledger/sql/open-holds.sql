-- Round trip 1 of a call: a batch of holds, one wallet after the other, each wallet's calls in order of arrival.
create or replace function open_holds(requests json) returns setof hold_answer
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  call hold_request;
begin
  for call in select * from json_populate_recordset(null::hold_request, requests) loop
    return next open_hold(call);
  end loop;
end $$;
revoke all on function open_holds(json) from public;
grant execute on function open_holds(json) to farebox_app;
