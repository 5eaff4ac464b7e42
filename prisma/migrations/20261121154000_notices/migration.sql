-- Mails to wallets' owners about their apps: once per cause, with what each person wants to be told.
create type notice_kind as enum ('app_connected', 'limit_near', 'limit_reached', 'balance_low');
create type notice_outcome as enum ('sent', 'unwanted', 'failed');

create table notice (
  id uuid not null primary key,
  wallet_id uuid not null,
  connection_id uuid,
  kind notice_kind not null,
  cause text not null,
  created_at timestamptz not null,
  attempts integer not null default 0,
  next_attempt_at timestamptz not null,
  outcome notice_outcome,
  ended_at timestamptz,
  constraint notice_about_an_app check ((connection_id is null) = (kind = 'balance_low')),
  constraint notice_ended check ((outcome is null) = (ended_at is null)),
  constraint notice_attempts check (attempts >= 0)
);
create unique index notice_cause_key on notice (cause);
create index notice_due on notice (next_attempt_at) where ended_at is null;
grant select, insert, delete on notice to farebox_app;
-- What happened stays what it was; only its mail goes on.
grant update (attempts, next_attempt_at, outcome, ended_at) on notice to farebox_app;

create table notice_preference (
  user_id uuid not null primary key,
  new_app boolean not null default true,
  limits boolean not null default true,
  low_balance boolean not null default true,
  low_balance_cents integer not null default 100,
  updated_at timestamptz not null,
  constraint notice_preference_low_balance check (low_balance_cents between 1 and 1000000)
);
grant select, insert, update on notice_preference to farebox_app;

create table notice_watermark (
  id integer not null default 1 primary key,
  read_xid xid8 not null,
  refusals_until timestamptz not null,
  constraint notice_watermark_one check (id = 1)
);
grant select, insert, update on notice_watermark to farebox_app;
