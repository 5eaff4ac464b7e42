-- What the hold functions take and give. Dropped and made anew with the functions, in one transaction.

drop type if exists hold_request cascade;
create type hold_request as (
  hold_id uuid,
  wallet_id uuid,
  connection_id uuid,
  credential_id uuid,
  request_hash bytea,
  idempotency_hash bytea,
  external_user_id text,
  end_user text,
  model text,
  provider_id uuid,
  price_version_ids uuid[],
  fixed_numerator numeric,       -- microcents × 10⁶: what the call costs at most before its first unit of output
  unit_price bigint,             -- microcents per million units
  units_wanted int,
  units_minimum int,             -- below this many units the call is refused instead of clamped
  charge_max bigint,             -- the caller's own cap on this call, in microcents
  token_id uuid,                 -- a user's access token, where one was sent instead of a key; the credential is the connection then
  service_id uuid                -- a developer's own service: the price is the whole charge, without markup; nil, in a question: no service in particular
);

drop type if exists hold_answer cascade;
create type hold_answer as (
  hold_id uuid,
  outcome text,                  -- held, replay, busy, or the error code of the refusal
  units_granted int,
  amount bigint,
  base_max bigint,
  markup_bps int,
  spendable bigint,              -- what this app could spend before this hold
  affordable_units int,
  limit_amount bigint,           -- of the limit that refused
  limit_used bigint,
  limit_resets_at timestamptz
);

drop type if exists hold_resolution cascade;
create type hold_resolution as (
  hold_id uuid,
  wallet_id uuid,
  resolution text,               -- settled; released; absorbed (answered with nothing: released, up to a daily bound)
  base bigint,
  cost bigint,                   -- what the provider bills us
  usage jsonb,
  model text,
  provider_id uuid,
  price_version_id uuid,
  outcome text,
  stopped text,
  answer bytea
);

drop type if exists hold_result cascade;
create type hold_result as (
  hold_id uuid,
  state text,                    -- settled, released, expired; busy; unknown
  base bigint,
  markup bigint,
  cost bigint,
  spendable bigint,
  first boolean                  -- false: the hold was resolved before, and this is what it was resolved to
);

drop type if exists hold_beat cascade;
create type hold_beat as (
  hold_id uuid,
  wallet_id uuid,
  base bigint,
  cost bigint,
  usage jsonb
);
