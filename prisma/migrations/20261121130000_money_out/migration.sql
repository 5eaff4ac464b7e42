-- Money out: payout accounts, payouts with their timeline, findings and attempts, runs, rules and holds.

-- CreateEnum
CREATE TYPE "transfers_status" AS ENUM ('none', 'pending', 'active', 'restricted', 'rejected', 'unsupported');

-- CreateEnum
CREATE TYPE "payout_status" AS ENUM ('created', 'in_review', 'approved', 'sending', 'sent', 'paid', 'held', 'rejected', 'failed', 'returned', 'unknown');

-- CreateEnum
CREATE TYPE "payout_attempt_outcome" AS ENUM ('under_way', 'accepted', 'refused', 'unknown');

-- CreateEnum
CREATE TYPE "risk_action" AS ENUM ('review', 'hold');

-- CreateEnum
CREATE TYPE "payout_run_outcome" AS ENUM ('running', 'finished', 'stopped');

-- CreateTable
CREATE TABLE "payout_account" (
    "organization_id" UUID NOT NULL,
    "stripe_account_id" TEXT NOT NULL,
    "country" TEXT NOT NULL,
    "email" TEXT,
    "transfers_status" "transfers_status" NOT NULL DEFAULT 'none',
    "requirements" JSONB NOT NULL DEFAULT '[]',
    "requirements_deadline" TIMESTAMPTZ,
    "bank_fingerprint" TEXT,
    "bank_last_four" TEXT,
    "bank_changed_at" TIMESTAMPTZ,
    "stripe_balance_cents" INTEGER NOT NULL DEFAULT 0,
    "read_at" TIMESTAMPTZ NOT NULL,
    "created_at" TIMESTAMPTZ NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "payout_account_pkey" PRIMARY KEY ("organization_id")
);

-- CreateTable
CREATE TABLE "payout" (
    "id" UUID NOT NULL,
    "organization_id" UUID NOT NULL,
    "run_id" UUID,
    "status" "payout_status" NOT NULL DEFAULT 'created',
    "amount_microcents" BIGINT NOT NULL,
    "amount_cents" INTEGER NOT NULL,
    "recouped_microcents" BIGINT NOT NULL DEFAULT 0,
    "stripe_account_id" TEXT NOT NULL,
    "bank_fingerprint" TEXT,
    "bank_last_four" TEXT,
    "attempt" INTEGER NOT NULL DEFAULT 0,
    "attempt_after" TIMESTAMPTZ,
    "stripe_transfer_id" TEXT,
    "connected_payout_id" TEXT,
    "reversed_cents" INTEGER NOT NULL DEFAULT 0,
    "needs_review" BOOLEAN NOT NULL DEFAULT false,
    "needs_two" BOOLEAN NOT NULL DEFAULT false,
    "proposed_by" UUID,
    "proposed_at" TIMESTAMPTZ,
    "approved_by" UUID,
    "approved_at" TIMESTAMPTZ,
    "hold_reason" TEXT,
    "hold_message" TEXT,
    "review_at" TIMESTAMPTZ,
    "failure" TEXT,
    "assigned_to" UUID,
    "created_at" TIMESTAMPTZ NOT NULL,
    "status_since" TIMESTAMPTZ NOT NULL,
    "sent_at" TIMESTAMPTZ,
    "paid_at" TIMESTAMPTZ,

    CONSTRAINT "payout_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "payout_attempt" (
    "payout_id" UUID NOT NULL,
    "attempt" INTEGER NOT NULL,
    "idempotency_key" TEXT NOT NULL,
    "started_at" TIMESTAMPTZ NOT NULL,
    "finished_at" TIMESTAMPTZ,
    "outcome" "payout_attempt_outcome" NOT NULL DEFAULT 'under_way',
    "failure" TEXT,

    CONSTRAINT "payout_attempt_pkey" PRIMARY KEY ("payout_id","attempt")
);

-- CreateTable
CREATE TABLE "payout_step" (
    "id" UUID NOT NULL,
    "payout_id" UUID NOT NULL,
    "from_status" "payout_status",
    "to_status" "payout_status" NOT NULL,
    "actor_kind" TEXT NOT NULL,
    "actor_id" UUID,
    "says" TEXT NOT NULL,
    "details" JSONB NOT NULL,
    "at" TIMESTAMPTZ NOT NULL,

    CONSTRAINT "payout_step_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "payout_finding" (
    "id" UUID NOT NULL,
    "payout_id" UUID NOT NULL,
    "rule" TEXT NOT NULL,
    "action" "risk_action" NOT NULL,
    "explanation" TEXT NOT NULL,
    "facts" JSONB NOT NULL,
    "at" TIMESTAMPTZ NOT NULL,

    CONSTRAINT "payout_finding_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "risk_rule" (
    "name" TEXT NOT NULL,
    "enabled" BOOLEAN NOT NULL DEFAULT true,
    "parameters" JSONB NOT NULL,
    "action" "risk_action" NOT NULL DEFAULT 'review',
    "updated_at" TIMESTAMPTZ NOT NULL,
    "updated_by" UUID,

    CONSTRAINT "risk_rule_pkey" PRIMARY KEY ("name")
);

-- CreateTable
CREATE TABLE "payout_run" (
    "id" UUID NOT NULL,
    "day" DATE NOT NULL,
    "started_at" TIMESTAMPTZ NOT NULL,
    "finished_at" TIMESTAMPTZ,
    "outcome" "payout_run_outcome" NOT NULL DEFAULT 'running',
    "reason" TEXT,
    "counts" JSONB NOT NULL DEFAULT '{}',

    CONSTRAINT "payout_run_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "earnings_hold" (
    "id" UUID NOT NULL,
    "organization_id" UUID NOT NULL,
    "reason" TEXT NOT NULL,
    "message" TEXT NOT NULL,
    "review_at" TIMESTAMPTZ NOT NULL,
    "held_microcents" BIGINT NOT NULL DEFAULT 0,
    "placed_by" UUID,
    "placed_at" TIMESTAMPTZ NOT NULL,
    "released_by" UUID,
    "released_at" TIMESTAMPTZ,

    CONSTRAINT "earnings_hold_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "dispute_notice" (
    "stripe_dispute_id" TEXT NOT NULL,
    "payment_intent" TEXT NOT NULL,
    "amount_cents" INTEGER NOT NULL,
    "reason" TEXT,
    "opened_at" TIMESTAMPTZ NOT NULL,
    "closed_at" TIMESTAMPTZ,
    "is_won" BOOLEAN,

    CONSTRAINT "dispute_notice_pkey" PRIMARY KEY ("stripe_dispute_id")
);

-- CreateIndex
CREATE UNIQUE INDEX "payout_account_stripe_account_id_key" ON "payout_account"("stripe_account_id");

-- CreateIndex
CREATE INDEX "payout_account_by_bank" ON "payout_account"("bank_fingerprint");

-- CreateIndex
CREATE UNIQUE INDEX "payout_stripe_transfer_id_key" ON "payout"("stripe_transfer_id");

-- CreateIndex
CREATE INDEX "payout_of_organization" ON "payout"("organization_id", "created_at");

-- CreateIndex
CREATE INDEX "payout_queue" ON "payout"("status", "created_at");

-- CreateIndex
CREATE UNIQUE INDEX "payout_of_run" ON "payout"("run_id", "organization_id");

-- CreateIndex
CREATE UNIQUE INDEX "payout_attempt_idempotency_key_key" ON "payout_attempt"("idempotency_key");

-- CreateIndex
CREATE INDEX "payout_step_of_payout" ON "payout_step"("payout_id", "at");

-- CreateIndex
CREATE UNIQUE INDEX "payout_finding_of_payout" ON "payout_finding"("payout_id", "rule");

-- CreateIndex
CREATE INDEX "payout_run_by_age" ON "payout_run"("started_at");

-- CreateIndex
CREATE INDEX "earnings_hold_of_organization" ON "earnings_hold"("organization_id", "placed_at");

-- CreateIndex
CREATE INDEX "dispute_notice_of_payment" ON "dispute_notice"("payment_intent");

-- What the schema language cannot say about money out. Nothing here trusts the program that writes the rows.

-- The terms of a payout, and who agreed to it.
alter table payout add constraint payout_amount check (amount_cents > 0 and amount_microcents = amount_cents::bigint * 1000000 and recouped_microcents >= 0),
  add constraint payout_reversed check (reversed_cents between 0 and amount_cents),
  add constraint payout_attempts check (attempt >= 0),
  add constraint payout_four_eyes check (approved_by is null or proposed_by is null or approved_by <> proposed_by),
  add constraint payout_two_is_a_review check (needs_review or not needs_two),
  add constraint payout_agreed check (
    status in ('created', 'in_review', 'held', 'rejected')
    or ((not needs_review or approved_by is not null) and (not needs_two or (proposed_by is not null and approved_by is not null)) and approved_at is not null)),
  add constraint payout_transfer check (status not in ('sent', 'paid', 'returned') or (stripe_transfer_id is not null and sent_at is not null)),
  add constraint payout_held_has_reason check (status <> 'held' or (hold_reason is not null and hold_message is not null));

-- One unfinished payout per organization, and one run a day that was not stopped.
create unique index payout_one_unfinished on payout (organization_id) where status in ('created', 'in_review', 'approved', 'sending', 'held', 'unknown');
create unique index payout_run_of_day on payout_run (day) where outcome <> 'stopped';

-- What was agreed does not change afterwards, and a state follows only where it may.
create function guard_payout() returns trigger language plpgsql as $$
begin
  if tg_op = 'INSERT' then
    if new.status <> 'created' then raise exception 'a payout begins as created' using errcode = 'check_violation'; end if;
    return new;
  end if;
  if (old.id, old.organization_id, old.amount_microcents, old.amount_cents, old.recouped_microcents, old.stripe_account_id, old.created_at)
       is distinct from (new.id, new.organization_id, new.amount_microcents, new.amount_cents, new.recouped_microcents, new.stripe_account_id, new.created_at)
     or old.bank_fingerprint is distinct from new.bank_fingerprint or old.run_id is distinct from new.run_id
     or (old.needs_review and not new.needs_review) or (old.needs_two and not new.needs_two)
     or new.attempt < old.attempt or new.reversed_cents < old.reversed_cents
     or (old.stripe_transfer_id is not null and new.stripe_transfer_id is distinct from old.stripe_transfer_id) then
    raise exception 'the terms of payout % do not change', old.id using errcode = 'check_violation';
  end if;
  if old.status <> new.status and not (old.status::text || ' ' || new.status::text = any (array[
       'created in_review', 'created approved', 'created held', 'created rejected',
       'in_review approved', 'in_review held', 'in_review rejected',
       'approved sending', 'approved held', 'approved rejected',
       'sending sent', 'sending approved', 'sending failed', 'sending unknown',
       'unknown sent', 'unknown approved', 'unknown failed',
       'held in_review', 'held rejected',
       'sent paid', 'sent returned', 'paid returned', 'returned paid'])) then
    raise exception 'payout % cannot go from % to %', old.id, old.status, new.status using errcode = 'check_violation';
  end if;
  return new;
end $$;
create trigger guard_payout before insert or update on payout for each row execute function guard_payout();

alter table payout_attempt add constraint payout_attempt_number check (attempt > 0),
  add constraint payout_attempt_finished check ((outcome = 'under_way') = (finished_at is null));
alter table earnings_hold add constraint earnings_hold_amount check (held_microcents >= 0),
  add constraint earnings_hold_released check (released_at is null or released_at >= placed_at);
alter table dispute_notice add constraint dispute_notice_amount check (amount_cents >= 0);
alter table organization add constraint organization_earnings_delay check (earnings_delay_days between 0 and 365);
create index earnings_hold_open on earnings_hold (organization_id) where released_at is null;

-- The timeline and the findings are evidence.
do $$
declare evidence text;
begin
  foreach evidence in array array['payout_step', 'payout_finding'] loop
    execute format('create trigger append_only before update or delete on %I for each row execute function refuse_change()', evidence);
    execute format('create trigger append_only_whole before truncate on %I for each statement execute function refuse_change()', evidence);
  end loop;
end $$;

grant select, insert, update on payout_account, payout, payout_attempt, payout_run, risk_rule, earnings_hold, dispute_notice to farebox_app;
grant select, insert on payout_step, payout_finding to farebox_app;

-- The rules Farebox starts with. Operators change them as rows.
insert into risk_rule (name, parameters, action, updated_at) values
  ('self_dealing', '{"shareBps": 500}', 'review', now()),
  ('concentration', '{"shareBps": 5000}', 'review', now()),
  ('jump', '{"times": 3, "payouts": 6}', 'review', now()),
  ('new_bank_account', '{"days": 7}', 'review', now()),
  ('dispute_rate', '{"rateBps": 40, "days": 90}', 'review', now()),
  ('first_payout', '{}', 'review', now()),
  ('high_markup', '{"markupBps": 5000}', 'review', now());
