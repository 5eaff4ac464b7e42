-- The clock of holds, limits and accruals is the database's. Seeds and tests shift it for their own connection.
create or replace function ledger_clock() returns timestamptz language sql stable as $$
  select now() + coalesce(nullif(current_setting('farebox.clock_offset', true), '')::interval, interval '0')
$$;
