-- Disputes and early fraud warnings: what Stripe says of them, and what of it the books did.

create type dispute_kind as enum ('dispute', 'fraud_warning');
create type dispute_phase as enum ('inquiry', 'open', 'won', 'lost', 'closed');
create type disputed_earning as enum ('own', 'other');

create table dispute (
  id uuid constraint dispute_pkey primary key,
  kind dispute_kind not null,
  mode mode not null,
  stripe_id text not null,
  order_id uuid not null,
  payment_intent text not null,
  wallet_id uuid,
  organization_id uuid,
  amount_cents integer not null,
  status text not null,
  reason text not null,
  phase dispute_phase not null,
  ending text,
  due_by timestamptz,
  opened_at timestamptz not null,
  closed_at timestamptz,
  steps integer not null default 0,
  withdrawn_microcents bigint not null default 0,
  disputed_microcents bigint not null default 0,
  wallet_microcents bigint not null default 0,
  package_microcents bigint not null default 0,
  wallet_owes_microcents bigint not null default 0,
  loss_microcents bigint not null default 0,
  stripe_fee_cents integer not null default 0,
  is_followed boolean not null default true,
  earnings_review_at timestamptz,
  earnings_released_at timestamptz,
  released_by uuid,
  mailed_phase dispute_phase,
  deadline_told_at timestamptz,
  submissions integer not null default 0,
  constraint dispute_amounts check (
    amount_cents >= 0 and wallet_microcents >= 0 and package_microcents >= 0
    and wallet_owes_microcents >= 0 and loss_microcents >= 0),
  -- Only a lost one is borne by anybody.
  constraint dispute_borne check (phase = 'lost' or wallet_microcents + package_microcents + wallet_owes_microcents + loss_microcents = 0),
  constraint dispute_ended check ((phase in ('won', 'lost', 'closed')) = (closed_at is not null)),
  constraint dispute_ending check ((phase = 'closed') = (ending is not null) and (phase <> 'closed' or kind = 'fraud_warning'))
);
create unique index dispute_stripe_id_key on dispute (stripe_id);
create index dispute_of_payment on dispute (payment_intent);
create index dispute_of_wallet on dispute (wallet_id);
create index dispute_queue on dispute (phase, due_by);
create index dispute_of_order on dispute (order_id);
create index dispute_followed on dispute (opened_at) where is_followed;

create table dispute_earning (
  dispute_id uuid not null references dispute,
  organization_id uuid not null,
  scope disputed_earning not null,
  accrual_day date not null,
  held_microcents bigint not null default 0,
  taken_microcents bigint not null default 0,
  owed_microcents bigint not null default 0,
  missing_microcents bigint not null default 0,
  constraint dispute_earning_pkey primary key (dispute_id, organization_id, scope, accrual_day),
  constraint dispute_earning_amounts check (
    held_microcents >= 0 and taken_microcents >= 0 and owed_microcents >= 0 and missing_microcents >= 0),
  -- Nobody loses earnings for what another purchase of the same person came to.
  constraint dispute_earning_of_others check (scope = 'own' or taken_microcents + owed_microcents + missing_microcents = 0)
);
create index dispute_earning_of_organization on dispute_earning (organization_id);

create type dispute_answer_kind as enum ('evidence', 'accept');
create type dispute_answer_status as enum ('asked', 'done', 'refused');

create table dispute_answer (
  id uuid constraint dispute_answer_pkey primary key,
  dispute_id uuid not null references dispute,
  kind dispute_answer_kind not null,
  status dispute_answer_status not null default 'asked',
  evidence jsonb not null,
  submissions integer not null,
  note text not null,
  asked_by uuid not null,
  asked_at timestamptz not null,
  ended_at timestamptz,
  failure text,
  constraint dispute_answer_ended check ((status = 'asked') = (ended_at is null)),
  constraint dispute_answer_refused check (status <> 'refused' or failure is not null),
  constraint dispute_answer_note check (length(note) > 0)
);
create index dispute_answer_of_dispute on dispute_answer (dispute_id, asked_at);
-- A double click asks once.
create unique index dispute_answer_under_way on dispute_answer (dispute_id) where status = 'asked';

grant select, insert on dispute_answer to farebox_app;
grant update (status, ended_at, failure) on dispute_answer to farebox_app;
grant select, insert, update on dispute, dispute_earning to farebox_app;
