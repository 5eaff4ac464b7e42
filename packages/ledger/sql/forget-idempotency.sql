-- Idempotency keys and the answers kept for them live 24 hours.
create or replace function forget_idempotency() returns bigint
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  forgotten bigint;
begin
  delete from idempotency where created_at < ledger_clock() - interval '24 hours';
  get diagnostics forgotten = row_count;
  return forgotten;
end $$;
revoke all on function forget_idempotency() from public;
grant execute on function forget_idempotency() to farebox_app;
