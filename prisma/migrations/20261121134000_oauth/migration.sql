-- Sign-in for apps: clients, the keys that sign, and the state of the OAuth server.
create type oauth_client_kind as enum ('public', 'confidential');

create table oauth_client (
  id uuid not null primary key,
  app_id uuid not null,
  mode mode not null,
  kind oauth_client_kind not null,
  client_id text not null,
  secret_hash bytea,
  last_four text,
  redirect_uris text[] default '{}',
  created_at timestamptz not null default current_timestamp,
  revoked_at timestamptz,
  constraint oauth_client_secret check ((kind = 'confidential') = (secret_hash is not null))
);
create unique index oauth_client_client_id_key on oauth_client (client_id);
create unique index oauth_client_app_id_mode_kind_key on oauth_client (app_id, mode, kind);

create table oauth_state (
  kind text not null,
  id_hash bytea not null,
  payload jsonb not null,
  grant_id text,
  uid text,
  holder text,
  credential_id uuid not null default gen_random_uuid(),
  connection_id uuid,
  consumed_at timestamptz,
  expires_at timestamptz not null,
  primary key (kind, id_hash)
);
create unique index oauth_state_credential_id_key on oauth_state (credential_id);
create index oauth_state_of_grant on oauth_state (grant_id);
create index oauth_state_by_uid on oauth_state (kind, uid);
create index oauth_state_of_holder on oauth_state (kind, holder);
create index oauth_state_by_expiry on oauth_state (expires_at);

create table oauth_key (
  id text not null primary key,
  sealed_jwk bytea not null,
  signs_from timestamptz not null,
  retires_at timestamptz not null,
  constraint oauth_key_retires_later check (retires_at > signs_from)
);

grant select, insert, update on oauth_client to farebox_app;
grant select, insert, update, delete on oauth_state, oauth_key to farebox_app;
