-- The clock of holds, limits and accruals is the database's. Seeds and tests shift it for their own connection.
create or replace function ledger_clock() returns timestamptz language sql stable as $$
  select now() + coalesce(nullif(current_setting('farebox.clock_offset', true), '')::interval, interval '0')
$$;
revoke all on function ledger_clock() from public;
grant execute on function ledger_clock() to farebox_app;
