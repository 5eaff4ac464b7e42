-- Webhooks to developers: endpoints, their secrets, events written with their cause, deliveries and each attempt.

create type "webhook_endpoint_status" as enum ('enabled', 'disabled');
create type "webhook_delivery_status" as enum ('pending', 'delivered', 'failed');

create table "webhook_endpoint" (
  "id" uuid not null,
  "organization_id" uuid not null,
  "app_id" uuid not null,
  "mode" "mode" not null,
  "url" text not null,
  "events" text[] not null,
  "status" "webhook_endpoint_status" not null default 'enabled',
  "disabled_reason" text,
  "failing_since" timestamptz,
  "created_at" timestamptz not null,
  constraint "webhook_endpoint_pkey" primary key ("id"),
  constraint "webhook_endpoint_disabled_for_a_reason" check (("status" = 'disabled') = ("disabled_reason" is not null)),
  constraint "webhook_endpoint_tells_something" check (cardinality("events") > 0),
  constraint "webhook_endpoint_address" check ("url" ~ '^https?://' and length("url") <= 2048)
);
create index "webhook_endpoint_of_organization" on "webhook_endpoint" ("organization_id", "mode");
create index "webhook_endpoint_of_app" on "webhook_endpoint" ("app_id", "mode");

create table "webhook_secret" (
  "id" uuid not null,
  "endpoint_id" uuid not null,
  "sealed" bytea not null,
  "created_at" timestamptz not null,
  "expires_at" timestamptz,
  constraint "webhook_secret_pkey" primary key ("id"),
  constraint "webhook_secret_endpoint_id_fkey" foreign key ("endpoint_id") references "webhook_endpoint" ("id") on delete cascade on update cascade
);
create index "webhook_secret_of_endpoint" on "webhook_secret" ("endpoint_id");
-- One current secret for each endpoint, whoever rotates at once.
create unique index "webhook_secret_current" on "webhook_secret" ("endpoint_id") where "expires_at" is null;

create table "webhook_event" (
  "id" uuid not null,
  "organization_id" uuid not null,
  "app_id" uuid,
  "mode" "mode" not null,
  "type" text not null,
  "object_id" text not null,
  "sequence" integer not null,
  "data" jsonb not null,
  "cause" text,
  "occurred_at" timestamptz not null,
  "created_at" timestamptz not null default current_timestamp,
  constraint "webhook_event_pkey" primary key ("id"),
  constraint "webhook_event_sequence" check ("sequence" > 0)
);
create unique index "webhook_event_cause_key" on "webhook_event" ("cause");
create unique index "webhook_event_object_id_mode_sequence_key" on "webhook_event" ("object_id", "mode", "sequence");
create index "webhook_event_by_age" on "webhook_event" ("created_at");

create table "webhook_delivery" (
  "id" uuid not null,
  "endpoint_id" uuid not null,
  "event_id" uuid not null,
  "object_id" text not null,
  "sequence" integer not null,
  "status" "webhook_delivery_status" not null default 'pending',
  "replays" uuid,
  "attempts" integer not null default 0,
  "next_attempt_at" timestamptz not null,
  "created_at" timestamptz not null,
  "ended_at" timestamptz,
  constraint "webhook_delivery_pkey" primary key ("id"),
  constraint "webhook_delivery_ended" check (("status" = 'pending') = ("ended_at" is null)),
  constraint "webhook_delivery_endpoint_id_fkey" foreign key ("endpoint_id") references "webhook_endpoint" ("id") on delete cascade on update cascade,
  constraint "webhook_delivery_event_id_fkey" foreign key ("event_id") references "webhook_event" ("id") on delete cascade on update cascade
);
create index "webhook_delivery_due" on "webhook_delivery" ("status", "next_attempt_at");
create index "webhook_delivery_of_endpoint" on "webhook_delivery" ("endpoint_id", "id");
create index "webhook_delivery_of_event" on "webhook_delivery" ("event_id");
-- Whether an earlier event of the same object is still on its way.
create index "webhook_delivery_in_order" on "webhook_delivery" ("endpoint_id", "object_id", "sequence") where "status" = 'pending' and "replays" is null;

create table "webhook_attempt" (
  "delivery_id" uuid not null,
  "attempt" integer not null,
  "at" timestamptz not null,
  "took_ms" integer not null,
  "http_status" integer,
  "failure" text,
  constraint "webhook_attempt_pkey" primary key ("delivery_id", "attempt"),
  constraint "webhook_attempt_delivery_id_fkey" foreign key ("delivery_id") references "webhook_delivery" ("id") on delete cascade on update cascade
);

create table "webhook_watermark" (
  "id" integer not null default 1,
  "read_xid" xid8 not null,
  "refusals_until" timestamptz not null,
  constraint "webhook_watermark_pkey" primary key ("id"),
  constraint "webhook_watermark_one" check ("id" = 1)
);

grant select, insert, update, delete on "webhook_endpoint", "webhook_secret", "webhook_delivery" to farebox_app;
grant select, insert, delete on "webhook_event", "webhook_attempt" to farebox_app;
grant select, insert, update on "webhook_watermark" to farebox_app;
