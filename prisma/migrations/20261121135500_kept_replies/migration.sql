-- Replies kept for an Idempotency-Key, of requests that hold no money themselves.
create table kept_reply (
  credential_id uuid not null,
  key_hash bytea not null,
  request_hash bytea not null,
  request_id uuid not null,
  claimed_at timestamptz not null,
  status smallint,
  body bytea,
  constraint kept_reply_pkey primary key (credential_id, key_hash),
  constraint kept_reply_hashes check (length(key_hash) = 32 and length(request_hash) = 32),
  constraint kept_reply_whole check ((status is null) = (body is null)),
  constraint kept_reply_served check (status between 200 and 299)
);
create index kept_reply_by_age on kept_reply (claimed_at);
grant select, insert, update, delete on kept_reply to farebox_app;
