-- Developers' own services: what they sell, at which price, and where the money goes that may pay for them but earn nothing.

alter type "account_kind" add value 'service_returned';

create table "service" (
  "id" uuid not null,
  "app_id" uuid not null,
  "organization_id" uuid not null,
  "name" text not null,
  "unit" text not null,
  "description" text,
  "retired_at" timestamptz,
  "created_at" timestamptz not null default current_timestamp,
  constraint "service_pkey" primary key ("id"),
  constraint "service_name_form" check ("name" ~ '^[a-z][a-z0-9_-]{0,62}$'),
  constraint "service_unit_form" check ("unit" ~ '^[a-z][a-z0-9_]{0,31}$')
);
create unique index "service_app_id_name_key" on "service" ("app_id", "name");

create table "service_price" (
  "id" uuid not null,
  "service_id" uuid not null,
  "form" jsonb not null,
  "starts_at" timestamptz not null,
  "ends_at" timestamptz,
  "created_at" timestamptz not null default current_timestamp,
  constraint "service_price_pkey" primary key ("id"),
  constraint "service_price_order" check ("ends_at" >= "starts_at")
);
create index "service_price_of_service" on "service_price" ("service_id", "starts_at");

create table "service_return" (
  "mode" "mode" not null,
  "organization_id" uuid not null,
  "taken_microcents" bigint not null default 0,
  constraint "service_return_pkey" primary key ("mode", "organization_id"),
  constraint "service_return_floor" check ("taken_microcents" >= 0)
);

create table "service_trust" (
  "organization_id" uuid not null,
  "matured_microcents" bigint not null,
  "trusted_at" timestamptz not null,
  constraint "service_trust_pkey" primary key ("organization_id")
);

-- What a hold freezes of a service, and what its charge says of it.
alter table "hold" add column "service_id" uuid, add column "service_earns" boolean not null default false,
  add constraint "hold_service_without_markup" check ("service_id" is null or "markup_bps" = 0),
  add constraint "hold_service_earns" check ("service_id" is not null or not "service_earns"),
  -- Only a question (preview_hold) names no service in particular, and it asks with the nil hold and takes it back.
  add constraint "hold_names_its_service" check ("service_id" <> '00000000-0000-0000-0000-000000000000' or "id" = '00000000-0000-0000-0000-000000000000');
alter table "charge" add column "service_id" uuid, add column "accrual_day" date;

-- A developer's server names a hold by its id alone. Holds of models are in no index but their wallet's.
create index "hold_of_service" on "hold" ("id") where "service_id" is not null;

-- Whom charges of developers' own services name as their provider.
insert into "provider" ("id", "name", "enabled") values ('00000000-0000-7000-8000-000000005e7c', 'developer', true);

grant select, insert on "service", "service_price", "service_trust" to farebox_app;
grant update ("description", "retired_at") on "service" to farebox_app;
grant update ("ends_at") on "service_price" to farebox_app;
grant delete on "service_trust" to farebox_app;
grant select on "service_return" to farebox_app;
