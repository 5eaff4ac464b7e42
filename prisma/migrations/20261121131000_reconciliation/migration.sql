-- Reconciliation with Stripe, what operators are told, and the corrections they make by two.

create type reconciliation_trigger as enum ('daily', 'operator', 'payouts');
create type reconciliation_outcome as enum ('running', 'proven', 'broken', 'failed');
create type break_severity as enum ('money', 'notice');
create type break_resolution as enum ('gone', 'operator');
create type adjustment_kind as enum ('funding_update', 'goodwill', 'reversal', 'write_off');
create type adjustment_state as enum ('proposed', 'approved', 'rejected');

create table stripe_balance_transaction (
  id text constraint stripe_balance_transaction_pkey primary key,
  type text not null,
  reporting_category text not null,
  amount_cents bigint not null,
  fee_cents bigint not null,
  net_cents bigint not null,
  currency text not null,
  source_id text not null,
  created_at timestamptz not null,
  available_on timestamptz not null,
  stored_at timestamptz not null
);
create index stripe_balance_transaction_of_source on stripe_balance_transaction (source_id);
create index stripe_balance_transaction_by_age on stripe_balance_transaction (created_at);

create table stripe_booking (
  source_id text not null,
  category text not null,
  transaction_id uuid not null,
  booked_at timestamptz not null,
  constraint stripe_booking_pkey primary key (source_id, category)
);
create unique index stripe_booking_transaction_id_key on stripe_booking (transaction_id);

create table stripe_mirror (
  id integer not null default 1 constraint stripe_mirror_pkey primary key,
  read_until timestamptz not null,
  balance_cents bigint not null,
  constraint stripe_mirror_one_row check (id = 1)
);

create table reconciliation_run (
  id uuid constraint reconciliation_run_pkey primary key,
  trigger reconciliation_trigger not null,
  outcome reconciliation_outcome not null default 'running',
  started_at timestamptz not null,
  finished_at timestamptz,
  result jsonb,
  failure text,
  constraint reconciliation_run_finished check ((outcome = 'running') = (finished_at is null))
);
create index reconciliation_run_by_age on reconciliation_run (started_at);

create table reconciliation_break (
  id uuid constraint reconciliation_break_pkey primary key,
  kind text not null,
  subject text not null,
  severity break_severity not null,
  amount_microcents bigint,
  explanation text not null,
  first_seen_at timestamptz not null,
  last_seen_at timestamptz not null,
  resolved_at timestamptz,
  resolution break_resolution,
  resolved_by uuid,
  reason text,
  constraint reconciliation_break_resolved check ((resolved_at is null) = (resolution is null)),
  constraint reconciliation_break_by_whom check (resolution is distinct from 'operator' or (resolved_by is not null and length(reason) > 0))
);
create unique index reconciliation_break_open on reconciliation_break (kind, subject) where resolved_at is null;
create index reconciliation_break_of_subject on reconciliation_break (kind, subject);
create index reconciliation_break_by_age on reconciliation_break (first_seen_at);

create table alert (
  id uuid constraint alert_pkey primary key,
  kind text not null,
  subject text not null,
  explanation text not null,
  times integer not null default 1,
  first_at timestamptz not null,
  last_at timestamptz not null,
  told_at timestamptz not null
);
create unique index alert_kind_subject_key on alert (kind, subject);
create index alert_by_age on alert (last_at);

create table adjustment (
  id uuid constraint adjustment_pkey primary key,
  kind adjustment_kind not null,
  state adjustment_state not null default 'proposed',
  request jsonb not null,
  subject text not null,
  reason text not null,
  ticket text not null,
  plan jsonb not null,
  proposed_by uuid not null,
  proposed_at timestamptz not null,
  decided_by uuid,
  decided_at timestamptz,
  decision_reason text,
  transaction_id uuid,
  constraint adjustment_words check (length(reason) > 0 and length(ticket) > 0),
  -- Nobody approves what they proposed. Taking one's own proposal back is allowed: it moves nothing.
  constraint adjustment_four_eyes check (state <> 'approved' or decided_by <> proposed_by),
  constraint adjustment_decided check ((state = 'proposed') = (decided_by is null) and (decided_by is null) = (decided_at is null)),
  constraint adjustment_posted check ((state = 'approved') = (transaction_id is not null))
);
create unique index adjustment_transaction_id_key on adjustment (transaction_id);
create index adjustment_by_state on adjustment (state, proposed_at);

-- What was proposed, and by whom, does not change; a decision is final.
create function guard_adjustment() returns trigger language plpgsql as $$
begin
  if tg_op = 'INSERT' then
    if new.state <> 'proposed' then raise exception 'an adjustment begins as proposed' using errcode = 'check_violation'; end if;
    return new;
  end if;
  if old.state <> 'proposed'
     or (old.id, old.kind, old.request, old.subject, old.reason, old.ticket, old.plan, old.proposed_by, old.proposed_at)
        is distinct from (new.id, new.kind, new.request, new.subject, new.reason, new.ticket, new.plan, new.proposed_by, new.proposed_at) then
    raise exception 'adjustment % is decided, and its terms do not change', old.id using errcode = 'check_violation';
  end if;
  return new;
end $$;
create trigger guard_adjustment before insert or update on adjustment for each row execute function guard_adjustment();

-- A movement is reversed at most once.
create unique index transaction_reversed_once on transaction (reverses_id) where kind = 'movement.reversed';

-- To explain a balance: the transfers of accounts that few calls touch. What every call writes is left out, so that calls pay nothing for it.
create index transfer_of_debit on transfer (debit_kind, debit_id) where debit_kind not in ('lot', 'usage_loss');
create index transfer_of_credit on transfer (credit_kind, credit_id) where credit_kind not in ('provider_payable', 'margin', 'earnings_pending');

do $$
declare evidence text;
begin
  foreach evidence in array array['stripe_balance_transaction', 'stripe_booking'] loop
    execute format('create trigger append_only before update or delete on %I for each row execute function refuse_change()', evidence);
    execute format('create trigger append_only_whole before truncate on %I for each statement execute function refuse_change()', evidence);
  end loop;
end $$;

grant select, insert on stripe_balance_transaction, stripe_booking to farebox_app;
grant select, insert, update on stripe_mirror, reconciliation_run, reconciliation_break, alert, adjustment to farebox_app;
