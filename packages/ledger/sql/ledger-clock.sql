-- The clock of holds, limits and accruals is the database's, and nobody moves it. Development and tests install the one in development/.
create or replace function ledger_clock() returns timestamptz language sql stable as $$
  select now()
$$;
revoke all on function ledger_clock() from public;
grant execute on function ledger_clock() to farebox_app;
