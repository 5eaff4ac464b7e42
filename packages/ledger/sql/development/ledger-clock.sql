-- Development and tests only: the clock plus the days that somebody moved it by (the setting `development_clock`), plus what a seed or
-- a test shifts for its own connection. Production has the one beside this folder, which heeds neither.
create or replace function ledger_clock() returns timestamptz language sql stable as $$
  select now()
       + coalesce((select make_interval(secs => (value ->> 'offsetSeconds')::int) from public.setting where name = 'development_clock'), interval '0')
       + coalesce(nullif(current_setting('farebox.clock_offset', true), '')::interval, interval '0')
$$;
revoke all on function ledger_clock() from public;
grant execute on function ledger_clock() to farebox_app;
