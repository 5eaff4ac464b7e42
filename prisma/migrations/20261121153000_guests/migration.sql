-- Guests: visitors who start without an account, from an app's grant pool. And the mark of a verified app, websites by mode, and a
-- replaced secret that may stand for a while.
create table guest_rule (
  app_id uuid not null,
  mode mode not null,
  is_on boolean not null,
  amount_microcents bigint not null,
  daily_cap_microcents bigint not null,
  per_address_per_day integer not null,
  models text[] default '{}',
  lasts_days integer not null,
  updated_at timestamptz not null,
  primary key (app_id, mode),
  constraint guest_rule_gives check (amount_microcents > 0 and daily_cap_microcents >= amount_microcents),
  constraint guest_rule_bounds check (per_address_per_day between 1 and 1000 and lasts_days between 1 and 90)
);
grant select, insert, update on guest_rule to farebox_app;

create table guest_day (
  app_id uuid not null,
  mode mode not null,
  day date not null,
  issued_microcents bigint not null,
  guests integer not null,
  primary key (app_id, mode, day),
  constraint guest_day_counts check (issued_microcents > 0 and guests > 0)
);
grant select, insert, update on guest_day to farebox_app;

-- Never fewer: what comes back to the pool does not make room for more guests on the same day.
create function refuse_fewer_guests() returns trigger language plpgsql as $$
begin
  if new.issued_microcents < old.issued_microcents or new.guests < old.guests then
    raise exception 'what guests were given on % is counted up, never down', old.day using errcode = 'check_violation';
  end if;
  return new;
end $$;
create trigger guest_day_counts_up before update on guest_day for each row execute function refuse_fewer_guests();

create table guest (
  wallet_id uuid not null primary key,
  app_id uuid not null,
  mode mode not null,
  connection_id uuid not null,
  external_user_id text not null,
  secret_hash bytea not null,
  origin text,
  network_hash bytea,
  day date not null,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  constraint guest_hashes check (length(secret_hash) = 32 and length(network_hash) = 32),
  constraint guest_ends_later check (expires_at > created_at)
);
create unique index guest_secret_hash_key on guest (secret_hash);
create index guest_of_network on guest (app_id, mode, day, network_hash);
grant select, insert on guest to farebox_app;

alter type claim_proof add value 'guest';

create table app_verification (
  id uuid not null primary key,
  app_id uuid not null,
  operator_id uuid not null,
  note text not null,
  verified_at timestamptz not null,
  withdrawn_at timestamptz,
  constraint app_verification_withdrawn_later check (withdrawn_at >= verified_at)
);
create index app_verification_of_app on app_verification (app_id);
create unique index app_verification_in_force on app_verification (app_id) where withdrawn_at is null;
grant select, insert on app_verification to farebox_app;
grant update (withdrawn_at) on app_verification to farebox_app;

-- How far a website reaches: `live` in both modes, `sandbox` in the sandbox only.
alter table app_origin add column mode mode not null default 'live';

-- The secret before this one, where whoever replaced it let it stand for a while.
alter table oauth_client add column earlier_secret_hash bytea, add column earlier_secret_until timestamptz,
  add constraint oauth_client_earlier_secret check ((earlier_secret_hash is null) = (earlier_secret_until is null));
