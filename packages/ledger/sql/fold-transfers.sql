-- Folds the journal into the accumulating accounts, up to the oldest transaction still running.
-- By transaction id, not by row id: a row with a lower id may commit later, and would be lost behind a watermark of ids.
create or replace function fold_transfers() returns bigint
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  watermark xid8;
  horizon xid8 := pg_snapshot_xmin(pg_current_snapshot());
  folded bigint;
begin
  insert into fold_watermark (id, folded_xid, folded_at) values (1, '0', now()) on conflict do nothing;
  select folded_xid into watermark from fold_watermark where id = 1 for update;
  if horizon <= watermark then return 0; end if;
  with fresh as (
    select mode, debit_kind, debit_id, credit_kind, credit_id, accrual_day, amount_microcents from transfer
     where created_xid >= watermark and created_xid < horizon
  ), sides as (
    select mode, debit_kind as kind, debit_id as id, accrual_day, amount_microcents as debit, 0 as credit from fresh
    union all
    select mode, credit_kind, credit_id, accrual_day, 0, amount_microcents from fresh
  )
  insert into account_fold as known (mode, kind, id, accrual_day, debits_microcents, credits_microcents)
  select mode, kind, id, case when kind = 'earnings_pending' then accrual_day else '1970-01-01' end, sum(debit), sum(credit)
    from sides where kind <> 'lot' group by 1, 2, 3, 4
  on conflict (mode, kind, id, accrual_day) do update
    set debits_microcents = known.debits_microcents + excluded.debits_microcents,
        credits_microcents = known.credits_microcents + excluded.credits_microcents;
  get diagnostics folded = row_count;
  update fold_watermark set folded_xid = horizon, folded_at = now() where id = 1;
  return folded;
end $$;
revoke all on function fold_transfers() from public;
grant execute on function fold_transfers() to farebox_app;
