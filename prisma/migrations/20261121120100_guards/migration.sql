-- What the schema language cannot say: floors, append-only tables, the role the apps run as, and room for in-place updates.

-- Floors: a bug fails closed.
alter table lot add constraint lot_available_floor check (available_microcents >= 0),
  add constraint lot_held_floor check (held_microcents >= 0),
  add constraint lot_original_floor check (original_microcents > 0);
alter table account add constraint account_floor check (balance_microcents >= 0),
  add constraint account_guarded check (kind in ('user_receivable', 'organization_receivable', 'grant_pool', 'dispute_hold', 'earnings_available', 'earnings_held', 'payout'));
alter table transfer add constraint transfer_amount check (amount_microcents > 0),
  add constraint transfer_two_sides check ((debit_kind, debit_id) <> (credit_kind, credit_id));
alter table wallet add constraint wallet_open_holds check (open_holds between 0 and 256),
  add constraint wallet_one_owner check (num_nonnulls(user_id, organization_id) <= 1);
alter table connection add constraint connection_window check (window_used_microcents >= 0),
  add constraint connection_markup check (markup_bps_accepted between 0 and 100000);
alter table app add constraint app_markup check (markup_bps between 0 and 100000 and next_markup_bps between 0 and 100000);
alter table hold add constraint hold_amounts check (base_max_microcents >= 0 and amount_microcents >= 0 and limit_part_microcents between 0 and amount_microcents);
alter table charge add constraint charge_split check (base_microcents >= 0 and markup_microcents >= 0 and loss_microcents >= 0 and cost_microcents between 0 and base_microcents);
alter table price_line add constraint price_line_positive check (price_microcents_per_million > 0 and cost_microcents_per_million >= 0);
alter table earnings_day add constraint earnings_day_floor check (taken_microcents >= 0);
alter table package add constraint package_terms check (price_cents > 0 and credit_microcents > 0);
alter table "order" add constraint order_terms check (price_cents > 0 and credit_microcents > 0);
alter table external_user add constraint external_user_id_form check (external_user_id ~ '^[A-Za-z0-9._:@-]{1,128}$');

-- Rows that calls update in place: leave room, so that an update stays on its page.
alter table wallet set (fillfactor = 60);
alter table lot set (fillfactor = 60);
alter table connection set (fillfactor = 60);
alter table hold set (fillfactor = 70);

-- The open holds, by wallet and lease: what the sweeper and the next hold on a wallet look at.
create index hold_open on hold (wallet_id, lease_until) where state = 'open';

-- The journal, the charges and the evidence are added to, never changed: by trigger, whoever asks.
create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'rows of % are added, never changed', tg_table_name using errcode = 'insufficient_privilege';
end $$;
do $$
declare journal text;
begin
  foreach journal in array array['transaction', 'transfer', 'operation', 'charge', 'funding_update', 'consent', 'audit_entry'] loop
    execute format('create trigger append_only before update or delete on %I for each row execute function refuse_change()', journal);
    execute format('create trigger append_only_whole before truncate on %I for each statement execute function refuse_change()', journal);
  end loop;
end $$;

-- The role the apps run as. It reads, and writes what has no money in it; money moves through functions only.
do $$
begin
  if not exists (select from pg_roles where rolname = 'farebox_app') then
    create role farebox_app nologin;
  end if;
exception when duplicate_object or unique_violation then null; -- another database of this server made it at the same moment
end $$;
grant usage on schema public to farebox_app;
grant select, insert, update, delete on all tables in schema public to farebox_app;
revoke insert, update, delete on lot, hold, idempotency, charge, transaction, transfer, operation, account, account_fold, fold_watermark, earnings_day, funding_update, end_user_spending from farebox_app;
revoke update, delete on wallet, connection, key_budget, consent, audit_entry from farebox_app;
grant update (status) on wallet to farebox_app;
grant update (status, expires_at, models, markup_bps_accepted, earns_markup, limit_microcents, limit_period, limit_call_microcents, consent_id) on connection to farebox_app;
grant update (limit_microcents, limit_period, end_user_limit_microcents, end_user_period) on key_budget to farebox_app;
do $$ begin
  if to_regclass('_prisma_migrations') is not null then revoke all on _prisma_migrations from farebox_app; end if;
end $$;
