-- Connect links, and claims of unclaimed wallets.
create table connect_link (
  id uuid not null primary key,
  app_id uuid not null,
  mode mode not null,
  external_user_id text not null,
  label text not null,
  redirect_uri text not null,
  suggested_limit_microcents bigint,
  token_hash bytea not null,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  decided_at timestamptz,
  user_id uuid,
  choice jsonb,
  code_hash bytea,
  code_expires_at timestamptz,
  confirmed_at timestamptz,
  constraint connect_link_expires_later check (expires_at > created_at),
  constraint connect_link_hashes check (length(token_hash) = 32 and length(code_hash) = 32),
  constraint connect_link_suggests_a_limit check (suggested_limit_microcents > 0),
  constraint connect_link_decided_by_somebody check ((decided_at is null) = (user_id is null)),
  -- A code exists where the person allowed it, and only then.
  constraint connect_link_allowed check ((choice is null) = (code_hash is null) and (code_hash is null) = (code_expires_at is null)
                                         and (choice is null or decided_at is not null)),
  constraint connect_link_confirmed_after_allowing check (confirmed_at is null or code_hash is not null)
);
create unique index connect_link_token_hash_key on connect_link (token_hash);
create unique index connect_link_code_hash_key on connect_link (code_hash);
create index connect_link_by_expiry on connect_link (expires_at);
grant select, insert, update, delete on connect_link to farebox_app;

create type claim_proof as enum ('connect_link', 'receipt');

-- One row per wallet, for ever: nothing is claimed twice.
create table wallet_claim (
  wallet_id uuid not null primary key,
  to_wallet_id uuid not null,
  user_id uuid not null,
  proof claim_proof not null,
  claimed_at timestamptz not null,
  closed_at timestamptz,
  constraint wallet_claim_of_another_wallet check (wallet_id <> to_wallet_id),
  constraint wallet_claim_closes_later check (closed_at >= claimed_at)
);
create index wallet_claim_to_wallet on wallet_claim (to_wallet_id);
create index wallet_claim_to_close on wallet_claim (claimed_at) where closed_at is null;
grant select, insert on wallet_claim to farebox_app;
grant update (closed_at) on wallet_claim to farebox_app;
