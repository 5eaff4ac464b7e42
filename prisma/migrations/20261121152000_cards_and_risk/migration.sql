-- Cards people pay with, automatic top-ups, and what keeps thieves out.
create table stripe_customer (
  wallet_id uuid not null primary key,
  customer_id text not null,
  created_at timestamptz not null
);
create unique index stripe_customer_customer_id_key on stripe_customer (customer_id);
grant select, insert on stripe_customer to farebox_app;

create table card_consent (
  order_id uuid not null primary key,
  wallet_id uuid not null,
  user_id uuid not null,
  text text not null,
  at timestamptz not null
);
grant select, insert on card_consent to farebox_app;

create table payment_card (
  order_id uuid not null primary key,
  wallet_id uuid,
  organization_id uuid,
  fingerprint text,
  brand text not null,
  last_four text not null,
  country text,
  at timestamptz not null
);
create index payment_card_by_fingerprint on payment_card (fingerprint, at);
create index payment_card_of_wallet on payment_card (wallet_id);
create index payment_card_of_organization on payment_card (organization_id);
grant select, insert on payment_card to farebox_app;

create table saved_card (
  id uuid not null primary key,
  wallet_id uuid not null,
  customer_id text not null,
  payment_method_id text not null,
  fingerprint text,
  brand text not null,
  last_four text not null,
  country text,
  exp_month integer not null,
  exp_year integer not null,
  saved_at timestamptz not null,
  removed_at timestamptz,
  detached_at timestamptz,
  constraint saved_card_detached_after_removal check (detached_at is null or removed_at is not null)
);
create unique index saved_card_payment_method_id_key on saved_card (payment_method_id);
create index saved_card_of_wallet on saved_card (wallet_id, saved_at);
-- The same card is kept once per wallet.
create unique index saved_card_once on saved_card (wallet_id, fingerprint) where removed_at is null;
create index saved_card_to_detach on saved_card (removed_at) where removed_at is not null and detached_at is null;
grant select, insert on saved_card to farebox_app;
grant update (removed_at, detached_at) on saved_card to farebox_app;

create type auto_topup_status as enum ('on', 'off', 'stopped');
create table auto_topup (
  wallet_id uuid not null primary key,
  status auto_topup_status not null,
  package_name text,
  price_cents integer not null,
  credit_microcents bigint not null,
  threshold_microcents bigint not null,
  month_max_cents integer not null,
  card_id uuid not null,
  consent_id uuid not null,
  failures integer not null default 0,
  next_try_at timestamptz,
  stopped_reason text,
  month_told_on date,
  changed_at timestamptz not null,
  constraint auto_topup_terms check (price_cents > 0 and credit_microcents > 0 and threshold_microcents > 0 and month_max_cents >= price_cents),
  constraint auto_topup_failures check (failures between 0 and 3),
  constraint auto_topup_stopped_for_a_reason check ((status = 'stopped') = (stopped_reason is not null))
);
-- What the clock looks through, every few seconds.
create index auto_topup_on on auto_topup (wallet_id) where status = 'on';
create index auto_topup_of_card on auto_topup (card_id);
grant select, insert, update on auto_topup to farebox_app;

create table auto_topup_consent (
  id uuid not null primary key,
  wallet_id uuid not null,
  user_id uuid not null,
  text text not null,
  shown jsonb not null,
  address text,
  at timestamptz not null
);
create index auto_topup_consent_of_wallet on auto_topup_consent (wallet_id, at);
grant select, insert on auto_topup_consent to farebox_app;

create type auto_topup_charge_state as enum ('sending', 'processing', 'authentication_required', 'paid', 'failed');
create table auto_topup_charge (
  order_id uuid not null primary key,
  wallet_id uuid not null,
  card_id uuid not null,
  state auto_topup_charge_state not null,
  price_cents integer not null,
  payment_intent text,
  failure_code text,
  created_at timestamptz not null,
  look_at timestamptz not null,
  ended_at timestamptz,
  constraint auto_topup_charge_ends check ((ended_at is not null) = (state in ('paid', 'failed')))
);
-- One under way, whatever the workers do.
create unique index auto_topup_charge_under_way on auto_topup_charge (wallet_id) where ended_at is null;
create index auto_topup_charge_to_look_at on auto_topup_charge (look_at) where ended_at is null;
create index auto_topup_charge_of_wallet on auto_topup_charge (wallet_id, created_at);
grant select, insert on auto_topup_charge to farebox_app;
grant update (state, payment_intent, failure_code, look_at, ended_at) on auto_topup_charge to farebox_app;

create type risk_list as enum ('block', 'allow');
create type risk_entry_kind as enum ('address_range', 'country', 'mail_domain', 'card_fingerprint');
create table risk_entry (
  id uuid not null primary key,
  list risk_list not null,
  kind risk_entry_kind not null,
  value text not null,
  -- An address range as PostgreSQL compares it.
  range cidr generated always as (case when kind = 'address_range' then value::cidr end) stored,
  reason text not null,
  expires_at timestamptz,
  added_by uuid,
  added_at timestamptz not null,
  removed_at timestamptz,
  removed_by uuid,
  constraint risk_entry_ends_later check (expires_at > added_at),
  constraint risk_entry_says_why check (length(btrim(reason)) > 0)
);
create index risk_entry_by_range on risk_entry using gist (range inet_ops) where removed_at is null and range is not null;
create index risk_entry_by_value on risk_entry (kind, value) where removed_at is null;
create index risk_entry_by_age on risk_entry (added_at);
grant select, insert on risk_entry to farebox_app;
grant update (removed_at, removed_by) on risk_entry to farebox_app;

create table checkout_opening (
  order_id uuid not null primary key,
  payer_id uuid not null,
  network inet,
  opened_at timestamptz not null
);
create index checkout_opening_of_payer on checkout_opening (payer_id, opened_at);
create index checkout_opening_of_network on checkout_opening (network, opened_at);
create index checkout_opening_by_age on checkout_opening (opened_at);
grant select, insert, delete on checkout_opening to farebox_app;

create table card_decline (
  id text not null primary key,
  order_id uuid not null,
  payer_id uuid not null,
  network inet,
  fingerprint text,
  code text,
  at timestamptz not null
);
create index card_decline_of_payer on card_decline (payer_id, at);
create index card_decline_of_network on card_decline (network, at);
create index card_decline_by_age on card_decline (at);
grant select, insert, delete on card_decline to farebox_app;

create table spent_proof (
  id text not null primary key,
  expires_at timestamptz not null
);
create index spent_proof_by_expiry on spent_proof (expires_at);
grant select, insert, delete on spent_proof to farebox_app;

-- The evidence is added to, never changed: by trigger, whoever asks.
do $$
declare journal text;
begin
  foreach journal in array array['card_consent', 'payment_card', 'auto_topup_consent'] loop
    execute format('create trigger append_only before update or delete on %I for each row execute function refuse_change()', journal);
    execute format('create trigger append_only_whole before truncate on %I for each statement execute function refuse_change()', journal);
  end loop;
end $$;

-- Whoever pays with a card that the organization itself pays with is one of its own: the payout waits for a person.
insert into risk_rule (name, parameters, action, updated_at) values ('same_card', '{"shareBps": 0}', 'hold', now());
