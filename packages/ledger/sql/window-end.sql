-- When the window of a limit ends. Windows are days, weeks and months of UTC, whatever the session's time zone.
create or replace function window_end(window_start timestamptz, period limit_period) returns timestamptz language plpgsql stable as $$
begin
  return (window_start at time zone 'UTC' + ('1 ' || period)::interval) at time zone 'UTC';
end $$;
revoke all on function window_end(timestamptz, limit_period) from public;
