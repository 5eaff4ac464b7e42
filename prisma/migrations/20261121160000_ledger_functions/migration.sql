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

-- The most base cost that money can pay: free money pays base only, the user's own pays base and markup.
-- `room` bounds the user's own money (promotions and top-ups); `cap` bounds the whole charge.
create or replace function affordable_base(grants bigint, promotions bigint, topups bigint, room bigint, cap bigint, markup_bps int)
returns bigint language plpgsql immutable as $$
declare
  from_grants bigint := least(grants, cap);
  from_promotions bigint := least(promotions, room, cap - from_grants);
  from_topups bigint := least(topups, room - from_promotions, cap - from_grants - from_promotions);
  whole bigint := 10000 + markup_bps;
begin
  -- floor(topups × 10⁴ / whole), written so that it cannot overflow
  return from_grants + from_promotions + from_topups / whole * 10000 + from_topups % whole * 10000 / whole;
end $$;
revoke all on function affordable_base(bigint, bigint, bigint, bigint, bigint, int) from public;

-- How many units a base cost pays for: the largest u with ceil((fixed + u × price) / 10⁶) ≤ base. -1 where not even the fixed part is paid.
create or replace function affordable_units(base bigint, fixed_numerator numeric, unit_price bigint, units_wanted int)
returns int language plpgsql immutable as $$
declare
  numerator_left numeric := base::numeric * 1000000 - fixed_numerator;
begin
  if numerator_left < 0 then return -1; end if;
  if unit_price = 0 then return units_wanted; end if;
  return least(div(numerator_left, unit_price), 2147483647)::int;
end $$;
revoke all on function affordable_units(bigint, numeric, bigint, int) from public;

-- Changes the balance of a guarded account; the table's floor refuses what would go below zero.
create or replace function change_account(of_mode mode, of_kind account_kind, of_id uuid, change bigint) returns void language plpgsql as $$
begin
  update account set balance_microcents = balance_microcents + change where mode = of_mode and kind = of_kind and id = of_id;
  if not found then
    insert into account (mode, kind, id, balance_microcents) values (of_mode, of_kind, of_id, change)
    on conflict (mode, kind, id) do update set balance_microcents = account.balance_microcents + excluded.balance_microcents;
  end if;
end $$;
revoke all on function change_account(mode, account_kind, uuid, bigint) from public;

-- What counts against the limits of a wallet since a window began: of the calls opened in it, what open ones reserved and paid ones took.
-- Grants never count. Asked when a limit's period changes; a call itself only adds to a window and takes from it.
create or replace function counted_since(of_wallet uuid, since timestamptz)
returns table (connection_id uuid, api_key_id uuid, end_user text, for_key boolean, for_end_user boolean, amount bigint) language plpgsql stable as $$
begin
  return query
    select hold.connection_id, hold.credential_id, coalesce(hold.end_user, ''), hold.key_window_starts_at is not null,
           hold.end_user_window_starts_at is not null,
           case when hold.state = 'open' then hold.limit_part_microcents else coalesce((
             select sum(transfer.amount_microcents) from transfer join lot on lot.wallet_id = transfer.wallet_id and lot.id = transfer.debit_id
              where transfer.wallet_id = of_wallet and transfer.transaction_id = hold.id and transfer.debit_kind = 'lot' and lot.kind <> 'grant'), 0)::bigint end
      from hold
     where hold.wallet_id = of_wallet and hold.opened_at >= since and hold.state in ('open', 'settled');
end $$;
revoke all on function counted_since(uuid, timestamptz) from public;

-- How much markup of one day is still pending. The row's lock makes two runs one after the other; post_movement counts what is taken.
create or replace function earnings_to_take(of_mode mode, of_organization uuid, of_day date) returns table (o_amount bigint, o_taken bigint)
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  accrued numeric;
begin
  insert into earnings_day (mode, organization_id, accrual_day) values (of_mode, of_organization, of_day) on conflict do nothing;
  select taken_microcents into o_taken from earnings_day
   where mode = of_mode and organization_id = of_organization and accrual_day = of_day for update;
  select credits_microcents into accrued from account_fold
   where mode = of_mode and kind = 'earnings_pending' and id = of_organization and accrual_day = of_day;
  o_amount := coalesce(accrued, 0) - o_taken;
  return next;
end $$;
revoke all on function earnings_to_take(mode, uuid, date) from public;
grant execute on function earnings_to_take(mode, uuid, date) to farebox_app;

-- What a hold was resolved to. If its lease lapsed first, cost reported late and not yet booked is our loss: booked once.
create or replace function first_resolution(of_hold hold, late_cost bigint) returns hold_result language plpgsql as $$
declare
  result hold_result;
  charged record;
  late_id uuid := md5('late ' || of_hold.id)::uuid;
  late_loss bigint;
begin
  select base_microcents, markup_microcents, cost_microcents, loss_microcents into charged
    from charge where wallet_id = of_hold.wallet_id and id = of_hold.id;
  result.hold_id := of_hold.id;
  result.state := of_hold.state;
  result.base := coalesce(charged.base_microcents, 0);
  result.markup := coalesce(charged.markup_microcents, 0);
  result.cost := coalesce(charged.cost_microcents, 0);
  result.spendable := spendable(of_hold.wallet_id, of_hold.connection_id);
  result.first := false;
  late_loss := late_cost - result.cost - coalesce(charged.loss_microcents, 0);
  if of_hold.lapsed and late_loss > 0 then
    insert into transaction (wallet_id, id, mode, kind, occurred_at)
    values (of_hold.wallet_id, late_id, of_hold.mode, 'usage.lost', ledger_clock()) on conflict do nothing;
    if found then
      insert into transfer (wallet_id, transaction_id, n, mode, debit_kind, debit_id, credit_kind, credit_id, amount_microcents)
      values (of_hold.wallet_id, late_id, 1, of_hold.mode, 'usage_loss', '00000000-0000-0000-0000-000000000000',
              'provider_payable', of_hold.provider_id, late_loss);
    end if;
  end if;
  return result;
end $$;
revoke all on function first_resolution(hold, bigint) from public;

-- Folds the journal into the accumulating accounts, up to the oldest transaction still running.
-- By transaction id, not by row id: a row with a lower id may commit later, and would be lost behind a watermark of ids.
create or replace function fold_transfers() returns bigint
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  watermark xid8;
  horizon xid8 := pg_snapshot_xmin(pg_current_snapshot());
  folded bigint;
begin
  insert into fold_watermark (id, folded_xid, folded_at) values (1, '0', now()) on conflict do nothing;
  select folded_xid into watermark from fold_watermark where id = 1 for update;
  if horizon <= watermark then return 0; end if;
  with fresh as (
    select mode, debit_kind, debit_id, credit_kind, credit_id, accrual_day, amount_microcents from transfer
     where created_xid >= watermark and created_xid < horizon
  ), sides as (
    select mode, debit_kind as kind, debit_id as id, accrual_day, amount_microcents as debit, 0 as credit from fresh
    union all
    select mode, credit_kind, credit_id, accrual_day, 0, amount_microcents from fresh
  )
  insert into account_fold as known (mode, kind, id, accrual_day, debits_microcents, credits_microcents)
  select mode, kind, id, case when kind = 'earnings_pending' then accrual_day else '1970-01-01' end, sum(debit), sum(credit)
    from sides where kind <> 'lot' group by 1, 2, 3, 4
  on conflict (mode, kind, id, accrual_day) do update
    set debits_microcents = known.debits_microcents + excluded.debits_microcents,
        credits_microcents = known.credits_microcents + excluded.credits_microcents;
  get diagnostics folded = row_count;
  update fold_watermark set folded_xid = horizon, folded_at = now() where id = 1;
  return folded;
end $$;
revoke all on function fold_transfers() from public;
grant execute on function fold_transfers() to farebox_app;

-- Idempotency keys and the answers kept for them live 24 hours.
create or replace function forget_idempotency() returns bigint
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  forgotten bigint;
begin
  delete from idempotency where created_at < ledger_clock() - interval '24 hours';
  get diagnostics forgotten = row_count;
  return forgotten;
end $$;
revoke all on function forget_idempotency() from public;
grant execute on function forget_idempotency() to farebox_app;

-- Whether a user's or a guest's access token stands, and for this connection: revoked, its row is gone.
create or replace function is_access_token(of_token uuid, of_connection uuid, clock timestamptz) returns boolean language sql stable as $$
  select exists (select from oauth_state
                  where credential_id = of_token and kind in ('AccessToken', 'GuestToken') and connection_id = of_connection and expires_at > clock)
$$;
revoke all on function is_access_token(uuid, uuid, timestamptz) from public;

-- The clock of holds, limits and accruals is the database's, and nobody moves it. Development and tests install the one in development/.
create or replace function ledger_clock() returns timestamptz language sql stable as $$
  select now()
$$;
revoke all on function ledger_clock() from public;
grant execute on function ledger_clock() to farebox_app;

-- Whether an operator switched this model off, or the provider that serves it.
create or replace function model_switched_off(of_model text, of_provider uuid) returns boolean language sql stable as $$
  select exists (select from provider where id = of_provider and not enabled)
      or exists (select from model_switch where model = of_model and provider_id = of_provider)
$$;
revoke all on function model_switched_off(text, uuid) from public;

-- Reserves money for one call of one wallet: permission, limits, idempotency and money in one decision.
-- The wallet row is the call's only lock. A row locked by somebody else is not waited for: the call comes back as 'busy'.
create or replace function open_hold(call hold_request) returns hold_answer language plpgsql as $$
declare
  answer hold_answer;
  clock timestamptz := ledger_clock();
  holds_open int;
  facts record;
  earlier record;
  budget record;
  lots record;
  bps int;
  window_start timestamptz;
  key_window_start timestamptz;
  end_user_window_start timestamptz;
  connection_left bigint;
  key_left bigint;
  end_user_left bigint;
  unbounded constant bigint := 9223372036854775807;
  any_service constant uuid := '00000000-0000-0000-0000-000000000000';
  cap bigint := coalesce(call.charge_max, unbounded);
  room bigint;
  base bigint;
  from_grants bigint;
  from_promotions bigint;
  free_left bigint;
  paid_left bigint;
  nobodys bigint := 0;
  taken bigint;
  limit_part bigint;
  line_lots uuid[] := '{}';
  line_kinds lot_kind[] := '{}';
  line_amounts bigint[] := '{}';
begin
  answer.hold_id := call.hold_id;
  answer.units_granted := 0;
  answer.amount := 0;
  if (call.fixed_numerator >= 0 and call.unit_price >= 0 and call.units_wanted >= 0 and call.units_minimum >= 0) is not true or call.charge_max < 0 then
    raise exception 'a call reserves zero or more: fixed %, unit price %, units %, at least %, at most %',
      call.fixed_numerator, call.unit_price, call.units_wanted, call.units_minimum, call.charge_max using errcode = 'check_violation';
  end if;

  -- 1. Lock the wallet, in a statement of its own, so that everything below sees what the last holder committed.
  select wallet.open_holds into holds_open from wallet where id = call.wallet_id for no key update skip locked;
  if not found then
    answer.outcome := case when exists (select from wallet where id = call.wallet_id) then 'busy' else 'not_found' end;
    return answer;
  end if;

  -- 2. Holds whose lease lapsed are resolved by whoever meets them first.
  if holds_open > 0 then perform resolve_lapsed_holds_of(call.wallet_id); end if;

  -- 3. The same hold asked for again is the same hold.
  select request_hash, connection_id, credential_id, state, units_granted, amount_microcents, base_max_microcents, markup_bps
    into earlier from hold where wallet_id = call.wallet_id and id = call.hold_id;
  if found then
    answer.outcome := case when earlier.request_hash <> call.request_hash or earlier.connection_id <> call.connection_id
                             or earlier.credential_id <> call.credential_id then 'idempotency_mismatch'
                           when earlier.state = 'open' then 'held' else 'hold_already_settled' end;
    answer.units_granted := earlier.units_granted;
    answer.amount := earlier.amount_microcents;
    answer.base_max := earlier.base_max_microcents;
    answer.markup_bps := earlier.markup_bps;
    return answer;
  end if;

  -- 4. Permission, read now: a change is in force from the moment it was committed.
  select wallet.mode, wallet.kind, wallet.status as wallet_status, wallet.in_debt, wallet.open_holds,
         connection.status as connection_status, connection.expires_at, connection.models, connection.app_id,
         connection.markup_bps_accepted, connection.earns_markup, connection.mode as connection_mode,
         connection.limit_microcents, connection.limit_period, connection.limit_call_microcents,
         connection.window_starts_at, connection.window_used_microcents,
         app.status as app_status, app.organization_id,
         case when app.next_markup_at <= clock then app.next_markup_bps else app.markup_bps end as markup_bps,
         api_key.id as key_id, api_key.app_id as key_app_id, api_key.mode as key_mode, api_key.revoked_at, api_key.expires_at as key_expires_at,
         api_key.models as key_models,
         (select count(*) from price_version
           where id = any (call.price_version_ids) and starts_at <= clock and (ends_at is null or ends_at > clock)
             and not model_switched_off(model, provider_id)) as prices_in_force
    into facts
    from wallet
    left join connection on connection.wallet_id = wallet.id and connection.id = call.connection_id
    left join app on app.id = connection.app_id
    left join api_key on api_key.id = call.credential_id
   where wallet.id = call.wallet_id;
  if call.service_id is not null then
    facts.prices_in_force := case when call.service_id = any_service then 1 else service_prices_in_force(call, facts.app_id, clock) end;
  end if;
  answer.outcome := case
    when call.token_id is not null and not is_access_token(call.token_id, call.connection_id, clock) then 'token_expired'
    when call.token_id is null and facts.key_id is null or facts.revoked_at is not null then 'invalid_api_key'
    when facts.key_expires_at <= clock then 'key_expired'
    when facts.connection_status is null or facts.key_app_id <> facts.app_id then 'user_not_found'
    when facts.key_mode <> facts.mode or facts.connection_mode <> facts.mode then 'user_not_found'
    when facts.app_status <> 'live' then 'app_suspended'
    when facts.wallet_status = 'paused' then 'wallet_paused'
    when facts.wallet_status = 'closing' then 'moved'
    when facts.wallet_status <> 'open' then 'wallet_frozen'
    when facts.connection_status = 'revoked' then 'connection_revoked'
    when facts.connection_status = 'paused' then 'connection_paused'
    when facts.expires_at <= clock then 'connection_expired'
    when cardinality(facts.models) > 0 and call.model <> all (facts.models) then 'model_not_allowed'
    when cardinality(facts.key_models) > 0 and call.model <> all (facts.key_models) then 'model_not_allowed'
    when facts.in_debt then 'wallet_in_debt'
    when facts.open_holds >= 256 then 'concurrency_limit'
    when coalesce(cardinality(call.price_version_ids), 0) = 0 then 'stale_price'
    when cardinality(call.price_version_ids) <> facts.prices_in_force then 'stale_price'
  end;
  if answer.outcome is not null then return answer; end if;

  -- 5. An Idempotency-Key that reserved money before is answered with that.
  if call.idempotency_hash is not null then
    select idempotency.hold_id, idempotency.request_hash, idempotency.created_at, hold.state into earlier
      from idempotency join hold on hold.wallet_id = idempotency.wallet_id and hold.id = idempotency.hold_id
     where idempotency.wallet_id = call.wallet_id and idempotency.credential_id = call.credential_id
       and idempotency.key_hash = call.idempotency_hash and idempotency.created_at > clock - interval '24 hours';
    -- Perhaps it was a wallet that has since become this one's: claimed, or a guest's, whose credential was its own connection.
    if not found then
      select idempotency.hold_id, idempotency.request_hash, idempotency.created_at, hold.state into earlier
        from wallet_claim
        join idempotency on idempotency.wallet_id = wallet_claim.wallet_id and idempotency.key_hash = call.idempotency_hash
        join hold on hold.wallet_id = idempotency.wallet_id and hold.id = idempotency.hold_id
       where wallet_claim.to_wallet_id = call.wallet_id and wallet_claim.claimed_at > clock - interval '24 hours'
         and idempotency.created_at > clock - interval '24 hours' and hold.app_id = facts.app_id
         and (idempotency.credential_id = call.credential_id or (call.token_id is not null and hold.connection_id = idempotency.credential_id));
    end if;
    if found then
      answer.hold_id := earlier.hold_id;
      answer.outcome := case when earlier.request_hash <> call.request_hash then 'idempotency_mismatch'
                             when earlier.state = 'open' then 'idempotency_in_progress' else 'replay' end;
      return answer;
    end if;
  end if;

  -- 6. What may be spent: the limits' windows roll here, under the wallet's lock.
  window_start := date_trunc(facts.limit_period::text, clock, 'UTC');
  if facts.window_starts_at is distinct from window_start then facts.window_used_microcents := 0; end if;
  connection_left := facts.limit_microcents - facts.window_used_microcents;
  if facts.kind = 'organization' then
    select key_budget.limit_microcents, end_user_limit_microcents, limit_period, end_user_period,
           case when key_budget.window_starts_at = date_trunc(limit_period::text, clock, 'UTC') then key_budget.window_used_microcents else 0 end as used,
           case when spending.window_starts_at = date_trunc(end_user_period::text, clock, 'UTC') then spending.window_used_microcents else 0 end as end_user_used
      into budget from key_budget
      left join end_user_spending spending on spending.wallet_id = key_budget.wallet_id and spending.api_key_id = key_budget.api_key_id
                                          and spending.end_user = coalesce(call.end_user, '')
     where key_budget.wallet_id = call.wallet_id and key_budget.api_key_id = call.credential_id;
    if found then
      key_window_start := date_trunc(budget.limit_period::text, clock, 'UTC');
      key_left := budget.limit_microcents - budget.used;
      if budget.end_user_limit_microcents is not null then
        end_user_window_start := date_trunc(budget.end_user_period::text, clock, 'UTC');
        end_user_left := budget.end_user_limit_microcents - coalesce(budget.end_user_used, 0);
      end if;
    end if;
  end if;
  room := greatest(0, least(unbounded, connection_left, facts.limit_call_microcents, key_left, end_user_left));
  bps := case when call.service_id is null and facts.earns_markup then least(facts.markup_bps, facts.markup_bps_accepted) else 0 end;

  -- 7. The lots in spending order: grants by expiry, promotions by expiry, top-ups oldest first.
  select coalesce(array_agg(id), '{}') as ids, array_agg(kind) as kinds, array_agg(available_microcents) as available,
         coalesce(sum(available_microcents) filter (where kind = 'grant'), 0)::bigint as grants,
         coalesce(sum(available_microcents) filter (where kind = 'promotion'), 0)::bigint as promotions,
         coalesce(sum(available_microcents) filter (where kind = 'topup'), 0)::bigint as topups
    into lots from (
      select id, kind, available_microcents from lot
       where wallet_id = call.wallet_id and available_microcents > 0
         and (app_id is null or app_id = facts.app_id) and (expires_at is null or expires_at > clock)
       order by kind, expires_at, id) spendable_lots;
  -- What an unclaimed wallet was topped up with may be anybody's: it buys no developer's own service, and so becomes nobody's earnings.
  -- Play money is nobody's anyway.
  if call.service_id <> any_service and facts.mode = 'live' and facts.kind not in ('user', 'organization') then
    nobodys := lots.topups;
    lots.topups := 0;
  end if;
  answer.spendable := lots.grants + greatest(0, least(lots.promotions + lots.topups, connection_left));
  answer.markup_bps := bps;

  -- 8. Clamp to what can be paid, or refuse and say which fund was short.
  answer.affordable_units := affordable_units(
    affordable_base(lots.grants, lots.promotions, lots.topups, room, cap, bps), call.fixed_numerator, call.unit_price, call.units_wanted);
  answer.units_granted := least(call.units_wanted, answer.affordable_units);
  if answer.units_granted < least(call.units_minimum, call.units_wanted) then
    if affordable_units(affordable_base(lots.grants, lots.promotions, lots.topups, unbounded, unbounded, bps),
                        call.fixed_numerator, call.unit_price, call.units_wanted) < least(call.units_minimum, call.units_wanted) then
      answer.outcome := case when nobodys > 0 then 'wallet_unclaimed' else shortage_of_money(call, facts.app_id, bps) end;
    elsif affordable_units(affordable_base(lots.grants, lots.promotions, lots.topups, coalesce(facts.limit_call_microcents, unbounded), cap, bps),
                           call.fixed_numerator, call.unit_price, call.units_wanted) < least(call.units_minimum, call.units_wanted) then
      answer.outcome := 'call_limit_reached';
      answer.limit_amount := least(facts.limit_call_microcents, call.charge_max);
    elsif (key_left is not null and greatest(0, key_left) = room) or (end_user_left is not null and greatest(0, end_user_left) = room) then
      answer.outcome := 'key_budget_reached';
      if key_left is not null and greatest(0, key_left) = room then
        answer.limit_amount := budget.limit_microcents;
        answer.limit_used := budget.used;
        answer.limit_resets_at := window_end(key_window_start, budget.limit_period);
      else
        answer.limit_amount := budget.end_user_limit_microcents;
        answer.limit_used := coalesce(budget.end_user_used, 0);
        answer.limit_resets_at := window_end(end_user_window_start, budget.end_user_period);
      end if;
    else
      answer.outcome := 'spending_limit_reached';
      answer.limit_amount := facts.limit_microcents;
      answer.limit_used := facts.window_used_microcents;
      answer.limit_resets_at := window_end(window_start, facts.limit_period);
    end if;
    answer.units_granted := 0;
    answer.affordable_units := greatest(0, answer.affordable_units);
    return answer;
  end if;

  -- 9. Reserve: free money pays base, the user's own pays base and markup.
  base := ceil((call.fixed_numerator + answer.units_granted::numeric * call.unit_price) / 1000000);
  from_grants := least(base, lots.grants, cap);
  from_promotions := least(base - from_grants, lots.promotions, room);
  free_left := from_grants + from_promotions;
  paid_left := base - free_left;
  paid_left := paid_left + ceil(paid_left::numeric * bps / 10000);
  answer.outcome := 'held';
  answer.base_max := base;
  answer.amount := free_left + paid_left;
  limit_part := from_promotions + paid_left;
  for place in 1 .. cardinality(lots.ids) loop
    exit when free_left = 0 and paid_left = 0;
    if lots.kinds[place] = 'topup' then
      taken := least(lots.available[place], paid_left);
      paid_left := paid_left - taken;
    elsif lots.kinds[place] = 'grant' then
      taken := least(lots.available[place], from_grants);
      from_grants := from_grants - taken;
      free_left := free_left - taken;
    else
      taken := least(lots.available[place], from_promotions);
      from_promotions := from_promotions - taken;
      free_left := free_left - taken;
    end if;
    continue when taken = 0;
    line_lots := line_lots || lots.ids[place];
    line_kinds := line_kinds || lots.kinds[place];
    line_amounts := line_amounts || taken;
    update lot set available_microcents = available_microcents - taken, held_microcents = held_microcents + taken
     where wallet_id = call.wallet_id and id = lots.ids[place];
  end loop;

  if free_left <> 0 or paid_left <> 0 then
    raise exception 'the lots of wallet % do not cover what was to be reserved', call.wallet_id using errcode = 'check_violation';
  end if;

  update wallet set open_holds = wallet.open_holds + 1 where id = call.wallet_id;
  if limit_part > 0 then
    update connection set window_used_microcents = facts.window_used_microcents + limit_part, window_starts_at = window_start
     where wallet_id = call.wallet_id and id = call.connection_id;
    if key_window_start is not null then
      update key_budget set window_used_microcents = budget.used + limit_part, window_starts_at = key_window_start
       where wallet_id = call.wallet_id and api_key_id = call.credential_id;
    end if;
    if end_user_window_start is not null then
      insert into end_user_spending (wallet_id, api_key_id, end_user, window_starts_at, window_used_microcents)
      values (call.wallet_id, call.credential_id, coalesce(call.end_user, ''), end_user_window_start, limit_part)
      on conflict (wallet_id, api_key_id, end_user) do update
        set window_starts_at = excluded.window_starts_at, window_used_microcents = coalesce(budget.end_user_used, 0) + limit_part;
    end if;
  end if;
  if call.idempotency_hash is not null then
    insert into idempotency (wallet_id, credential_id, key_hash, request_hash, hold_id, created_at)
    values (call.wallet_id, call.credential_id, call.idempotency_hash, call.request_hash, call.hold_id, clock)
    on conflict (wallet_id, credential_id, key_hash) do update
      set request_hash = excluded.request_hash, hold_id = excluded.hold_id, created_at = excluded.created_at, answer = null;
  end if;
  insert into hold (wallet_id, id, mode, connection_id, app_id, organization_id, credential_id, external_user_id, end_user, model, provider_id,
                    price_version_ids, request_hash, idempotency_hash, markup_bps, units_granted, base_max_microcents, amount_microcents,
                    line_lots, line_kinds, line_amounts, limit_part_microcents, window_starts_at, key_window_starts_at, end_user_window_starts_at,
                    lease_until, opened_at, service_id, service_earns)
  values (call.wallet_id, call.hold_id, facts.mode, call.connection_id, facts.app_id, facts.organization_id, call.credential_id,
          call.external_user_id, call.end_user, call.model, call.provider_id, call.price_version_ids, call.request_hash, call.idempotency_hash,
          bps, answer.units_granted, base, answer.amount, line_lots, line_kinds, line_amounts, limit_part, window_start, key_window_start,
          end_user_window_start, clock + interval '60 seconds', clock, call.service_id, call.service_id is not null and facts.earns_markup);
  return answer;
end $$;
revoke all on function open_hold(hold_request) from public;

-- Round trip 1 of a call: a batch of holds, one wallet after the other, each wallet's calls in order of arrival.
-- Every statement inside finds its rows by key. The plans are pinned to that: a plan made while a table was empty would scan it for ever after.
create or replace function open_holds(requests json) returns setof hold_answer
language plpgsql security definer set search_path = public, pg_temp
set enable_seqscan = off set enable_bitmapscan = off set plan_cache_mode = force_generic_plan as $$
declare
  call hold_request;
begin
  for call in select * from json_populate_recordset(null::hold_request, requests) loop
    return next open_hold(call);
  end loop;
end $$;
revoke all on function open_holds(json) from public;
grant execute on function open_holds(json) to farebox_app;

-- Posts a movement: locks in one order, checks floors, writes the transaction and its transfers, once per operation key.
-- Wallets before accounts; both sorted. Returns the transaction, and whether an earlier posting of the same key made it.
create or replace function post_movement(movement jsonb) returns table (o_transaction_id uuid, o_duplicate boolean)
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  key text := movement ->> 'operationKey';
  hash bytea := decode(movement ->> 'contentHash', 'hex');
  the_mode mode := (movement ->> 'mode')::mode;
  main_wallet uuid := coalesce((movement ->> 'walletId')::uuid, '00000000-0000-0000-0000-000000000000');
  clock timestamptz := ledger_clock();
  first record;
  side record;
  holdings jsonb := '{}';
begin
  -- 1. Once per key; the same key for something else is an error.
  o_transaction_id := (movement ->> 'transactionId')::uuid;
  insert into operation (operation_key, request_hash, transaction_id, wallet_id) values (key, hash, o_transaction_id, main_wallet) on conflict do nothing;
  if not found then
    select transaction_id, request_hash into first from operation where operation_key = key;
    if first.request_hash <> hash then raise exception 'operation % was posted with other content', key using errcode = 'FB001'; end if;
    o_transaction_id := first.transaction_id;
    o_duplicate := true;
    return next;
    return;
  end if;

  -- 2. Wallets, in order of id: those whose lots change, and those whose debt does.
  for side in
    select wallet.id, wallet.mode from wallet
     where wallet.id in (select (l ->> 'walletId')::uuid from jsonb_array_elements(movement -> 'newLots') l
                         union select w::uuid from jsonb_array_elements_text(movement -> 'walletIds') w
                         union select (t ->> 'debitId')::uuid from jsonb_array_elements(movement -> 'transfers') t where t ->> 'debitKind' = 'user_receivable'
                         union select (t ->> 'creditId')::uuid from jsonb_array_elements(movement -> 'transfers') t where t ->> 'creditKind' = 'user_receivable')
     order by wallet.id for no key update
  loop
    if side.mode <> the_mode then raise exception 'live and sandbox money never meet' using errcode = 'check_violation'; end if;
    holdings := holdings || jsonb_build_object(side.id, (select coalesce(sum(available_microcents + held_microcents), 0) from lot where wallet_id = side.id));
  end loop;

  -- 3. New lots start empty; the transfers below fill them.
  insert into lot (wallet_id, id, kind, app_id, available_microcents, original_microcents, charged_cents, payment_intent, origin_lot_id, expires_at, created_at)
  select (l ->> 'walletId')::uuid, (l ->> 'id')::uuid, (l ->> 'kind')::lot_kind, (l ->> 'appId')::uuid, 0, (l ->> 'originalMicrocents')::bigint,
         (l ->> 'chargedCents')::int, l ->> 'paymentIntent', (l ->> 'originLotId')::uuid, (l ->> 'expiresAt')::timestamptz, clock
    from jsonb_array_elements(movement -> 'newLots') l;

  -- 4. Guarded accounts in order of kind and id: each is changed once, by the sum of its sides. A floor that breaks undoes everything.
  for side in
    select kind, id, sum(change)::bigint as change from (
      select (t ->> 'debitKind')::account_kind as kind, (t ->> 'debitId')::uuid as id, -(t ->> 'amount')::bigint as change
        from jsonb_array_elements(movement -> 'transfers') t
      union all
      select (t ->> 'creditKind')::account_kind, (t ->> 'creditId')::uuid, (t ->> 'amount')::bigint
        from jsonb_array_elements(movement -> 'transfers') t) sides
     group by kind, id order by kind, id
  loop
    if side.kind = 'lot' then
      update lot set available_microcents = available_microcents + side.change
       where id = side.id and wallet_id in (select jsonb_object_keys(holdings)::uuid);
      if not found then raise exception 'lot % is in none of the wallets named', side.id using errcode = 'check_violation'; end if;
    elsif side.kind = 'user_receivable' then
      perform change_account(the_mode, side.kind, side.id, -side.change);
      -- Who owes spends nothing new: the hold reads this, and nobody else writes it.
      update wallet set in_debt = (select balance_microcents > 0 from account where mode = the_mode and kind = side.kind and id = side.id) where id = side.id;
    elsif side.kind = 'organization_receivable' then
      perform change_account(the_mode, side.kind, side.id, -side.change);
    elsif side.kind in ('grant_pool', 'dispute_hold', 'earnings_available', 'earnings_held', 'payout') then
      perform change_account(the_mode, side.kind, side.id, side.change);
    end if;
  end loop;

  -- 5. Markup that leaves pending is counted against its day, as is what goes back of own services; lots named so expire now.
  insert into earnings_day as day (mode, organization_id, accrual_day, taken_microcents)
  select the_mode, (t ->> 'debitId')::uuid, (t ->> 'accrualDay')::date, sum((t ->> 'amount')::bigint)
    from jsonb_array_elements(movement -> 'transfers') t where t ->> 'debitKind' = 'earnings_pending' group by 2, 3
  on conflict (mode, organization_id, accrual_day) do update set taken_microcents = day.taken_microcents + excluded.taken_microcents;
  insert into service_return as returned (mode, organization_id, taken_microcents)
  select the_mode, (t ->> 'debitId')::uuid, sum((t ->> 'amount')::bigint)
    from jsonb_array_elements(movement -> 'transfers') t where t ->> 'debitKind' = 'service_returned' group by 2
  on conflict (mode, organization_id) do update set taken_microcents = returned.taken_microcents + excluded.taken_microcents;
  update lot set expires_at = clock
   where id in (select l::uuid from jsonb_array_elements_text(movement -> 'expiredLotIds') l) and wallet_id in (select jsonb_object_keys(holdings)::uuid)
     and (expires_at is null or expires_at > clock);

  -- 6. The journal.
  insert into transaction (wallet_id, id, mode, kind, reverses_id, occurred_at)
  values (main_wallet, o_transaction_id, the_mode, movement ->> 'kind', (movement ->> 'reversesId')::uuid,
          coalesce((movement ->> 'occurredAt')::timestamptz, clock));
  insert into transfer (wallet_id, transaction_id, n, mode, debit_kind, debit_id, credit_kind, credit_id, amount_microcents, accrual_day)
  select main_wallet, o_transaction_id, ordinality::smallint, the_mode, (t ->> 'debitKind')::account_kind, (t ->> 'debitId')::uuid,
         (t ->> 'creditKind')::account_kind, (t ->> 'creditId')::uuid, (t ->> 'amount')::bigint, (t ->> 'accrualDay')::date
    from jsonb_array_elements(movement -> 'transfers') with ordinality as listed (t, ordinality);

  -- 7. Whatever moves a wallet says so.
  insert into funding_update (wallet_id, transaction_id, mode, old_microcents, new_microcents, cause, at)
  select held.key::uuid, o_transaction_id, the_mode, held.value::bigint,
         (select coalesce(sum(available_microcents + held_microcents), 0) from lot where wallet_id = held.key::uuid), movement ->> 'kind', clock
    from jsonb_each_text(holdings) held;
  o_duplicate := false;
  return next;
end $$;
revoke all on function post_movement(jsonb) from public;
grant execute on function post_movement(jsonb) to farebox_app;

-- What `open_hold` would answer now, for a quote: it decides, and everything it did is undone.
create or replace function preview_hold(requests json) returns setof hold_answer
language plpgsql security definer set search_path = public, pg_temp
set enable_seqscan = off set enable_bitmapscan = off set plan_cache_mode = force_generic_plan as $$
declare
  call hold_request;
  answer hold_answer;
begin
  for call in select * from json_populate_recordset(null::hold_request, requests) loop
    begin
      answer := open_hold(call);
      raise exception 'undone' using errcode = 'FBX00';
    exception when sqlstate 'FBX00' then
      -- Values of variables outlive the undoing.
      return next answer;
    end;
  end loop;
end $$;
revoke all on function preview_hold(json) from public;
grant execute on function preview_hold(json) to farebox_app;

-- A cost known beforehand: reserved and settled in one step, so that nothing can happen in between. All or nothing, for each.
create or replace function record_costs(requests json) returns setof hold_answer
language plpgsql security definer set search_path = public, pg_temp
set enable_seqscan = off set enable_bitmapscan = off set plan_cache_mode = force_generic_plan as $$
declare
  asked json;
  call hold_request;
  answer hold_answer;
  resolved hold_resolution;
begin
  for asked in select value from json_array_elements(requests) loop
    call := json_populate_record(null::hold_request, asked);
    answer := open_hold(call);
    if answer.outcome = 'held' then
      resolved.hold_id := call.hold_id;
      resolved.wallet_id := call.wallet_id;
      resolved.resolution := 'settled';
      resolved.base := answer.base_max;
      resolved.cost := 0;
      resolved.usage := asked -> 'usage';
      perform resolve_hold(resolved, false);
    elsif answer.outcome = 'hold_already_settled' and exists (select from charge where wallet_id = call.wallet_id and id = call.hold_id) then
      answer.outcome := 'held'; -- asked again, because the first answer was lost on its way
    end if;
    return next answer;
  end loop;
end $$;
revoke all on function record_costs(json) from public;
grant execute on function record_costs(json) to farebox_app;

-- A limit whose period is changed begins with what was already spent in its new window. Otherwise a change there and back would empty it.

create or replace function recount_connection_window() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  new.window_starts_at := date_trunc(new.limit_period::text, ledger_clock(), 'UTC');
  select coalesce(sum(amount), 0) into new.window_used_microcents from counted_since(new.wallet_id, new.window_starts_at) where connection_id = new.id;
  return new;
end $$;
revoke all on function recount_connection_window() from public;
create or replace trigger recount_window before update of limit_period on connection
  for each row when (new.limit_period <> old.limit_period) execute function recount_connection_window();

create or replace function recount_key_window() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  new.window_starts_at := date_trunc(new.limit_period::text, ledger_clock(), 'UTC');
  select coalesce(sum(amount), 0) into new.window_used_microcents
    from counted_since(new.wallet_id, new.window_starts_at) where api_key_id = new.api_key_id and for_key;
  return new;
end $$;
revoke all on function recount_key_window() from public;
create or replace trigger recount_window before update of limit_period on key_budget
  for each row when (new.limit_period <> old.limit_period) execute function recount_key_window();

create or replace function recount_end_user_windows() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  since timestamptz := date_trunc(new.end_user_period::text, ledger_clock(), 'UTC');
begin
  delete from end_user_spending where wallet_id = new.wallet_id and api_key_id = new.api_key_id;
  insert into end_user_spending (wallet_id, api_key_id, end_user, window_starts_at, window_used_microcents)
  select new.wallet_id, new.api_key_id, end_user, since, sum(amount)
    from counted_since(new.wallet_id, since) where api_key_id = new.api_key_id and for_end_user group by end_user;
  return null;
end $$;
revoke all on function recount_end_user_windows() from public;
create or replace trigger recount_end_users after update of end_user_period on key_budget
  for each row when (new.end_user_period <> old.end_user_period) execute function recount_end_user_windows();

-- A gateway's heartbeat for the calls it has under way: extends leases, keeps checkpoints, and says which calls must end.
-- It locks hold rows only, and skips those being resolved: a missed beat is harmless.
create or replace function renew_holds(beats json) returns table (o_hold_id uuid, o_stop_reason text)
language plpgsql security definer set search_path = public, pg_temp
set enable_seqscan = off set enable_bitmapscan = off set plan_cache_mode = force_generic_plan as $$
declare
  beat hold_beat;
  standing record;
begin
  for beat in select * from json_populate_recordset(null::hold_beat, beats) loop
    select hold.connection_id, hold.credential_id, hold.model, hold.provider_id into standing
      from hold where wallet_id = beat.wallet_id and id = beat.hold_id and state = 'open' for no key update skip locked;
    continue when not found;
    update hold set lease_until = ledger_clock() + interval '60 seconds',
           checkpoint_base_microcents = greatest(checkpoint_base_microcents, beat.base),
           checkpoint_cost_microcents = greatest(checkpoint_cost_microcents, beat.cost), checkpoint_usage = beat.usage
     where wallet_id = beat.wallet_id and id = beat.hold_id;
    o_hold_id := beat.hold_id;
    select case when wallet.status = 'paused' then 'wallet_paused'
                when wallet.status <> 'open' then 'wallet_frozen'
                when connection.status = 'revoked' then 'connection_revoked'
                when connection.status = 'paused' then 'connection_paused'
                when app.status <> 'live' then 'app_suspended'
                when model_switched_off(standing.model, standing.provider_id) then 'model_switched_off'
                when api_key.revoked_at is not null then 'invalid_api_key' end
      into o_stop_reason
      from wallet
      join connection on connection.wallet_id = wallet.id and connection.id = standing.connection_id
      join app on app.id = connection.app_id
      left join api_key on api_key.id = standing.credential_id
     where wallet.id = beat.wallet_id;
    return next;
  end loop;
end $$;
revoke all on function renew_holds(json) from public;
grant execute on function renew_holds(json) to farebox_app;

-- Resolves a hold, once, whoever calls: the call that opened it, the sweeper, or the next hold on its wallet.
-- The caller holds the wallet's lock. What a later caller reports changes nothing: cost beyond what was booked is our loss.
create or replace function resolve_hold(resolved hold_resolution, by_lapse boolean) returns hold_result language plpgsql as $$
declare
  result hold_result;
  held hold%rowtype;
  clock timestamptz := ledger_clock();
  nil constant uuid := '00000000-0000-0000-0000-000000000000';
  absorbed boolean := false;
  absorbed_today bigint;
  settled boolean;
  base bigint;
  cost bigint;
  loss bigint;
  free_held bigint := 0;
  free_left bigint;
  paid_total bigint;
  paid_left bigint;
  paid_seen bigint := 0;
  limit_part bigint := 0;
  cost_left bigint;
  used bigint;
  line_markup bigint;
  line_base bigint;
  line_cost bigint;
  transfer_number smallint := 0;
  provider uuid;
  cost_kind account_kind := 'provider_payable';
  cost_id uuid;
  accrues_on date := (clock at time zone 'UTC')::date;
begin
  if resolved.base is null or resolved.cost is null or resolved.base < 0 or resolved.cost < 0 then
    raise exception 'a call costs zero or more, not base % cost %', resolved.base, resolved.cost using errcode = 'check_violation';
  end if;
  if resolved.resolution is null or resolved.resolution not in ('settled', 'released', 'absorbed') and not (by_lapse and resolved.resolution = 'expired') then
    raise exception 'a hold cannot become %', resolved.resolution using errcode = 'check_violation';
  end if;
  result.hold_id := resolved.hold_id;
  select * into held from hold where wallet_id = resolved.wallet_id and id = resolved.hold_id;
  if not found then
    result.state := 'unknown';
    return result;
  end if;
  if held.state <> 'open' then return first_resolution(held, resolved.cost); end if;
  provider := coalesce(resolved.provider_id, held.provider_id);
  cost_id := provider;

  -- 1. A call answered with nothing is ours to bear, up to $0.10 a day and wallet; then its input is charged.
  if resolved.resolution = 'absorbed' then
    select case when absorbed_on = (clock at time zone 'UTC')::date then absorbed_microcents else 0 end into absorbed_today
      from wallet where id = held.wallet_id;
    absorbed := absorbed_today + resolved.cost <= 10000000;
  end if;
  settled := resolved.resolution = 'settled' or (resolved.resolution = 'absorbed' and not absorbed);
  base := case when settled then least(resolved.base, held.base_max_microcents) else 0 end;
  cost := least(resolved.cost, base);
  loss := resolved.cost - cost;

  -- 2. The split: free lines pay base only; paid lines pay base and their share of the markup.
  for place in 1 .. cardinality(held.line_lots) loop
    if held.line_kinds[place] <> 'topup' then free_held := free_held + held.line_amounts[place]; end if;
  end loop;
  free_left := least(base, free_held);
  result.markup := floor((base - free_left)::numeric * held.markup_bps / 10000);
  paid_total := base - free_left + result.markup;
  if held.service_id is not null then
    -- A developer's own service: the user's own money is earned, whole. What may pay but earns nothing (grants, the organization's
    -- own money) goes back to the organization's balance; promotions were ours, and are again.
    cost := 0; -- nobody bills us for it; what goes back is counted below
    loss := 0;
    cost_kind := 'service_returned';
    cost_id := held.organization_id;
    if held.service_earns then
      result.markup := paid_total;
      base := free_left;
      accrues_on := service_accrual_day(held.organization_id, accrues_on);
    end if;
  end if;
  paid_left := paid_total;
  cost_left := cost;

  if base > 0 or loss > 0 or result.markup > 0 then
    insert into transaction (wallet_id, id, mode, kind, occurred_at)
    values (held.wallet_id, held.id, held.mode, case when settled then 'usage.settled' else 'usage.lost' end, clock);
  end if;
  for place in 1 .. cardinality(held.line_lots) loop
    line_markup := 0;
    if held.line_kinds[place] = 'topup' then
      used := least(held.line_amounts[place], paid_left);
      paid_left := paid_left - used;
      if paid_total > 0 then
        -- telescopes: the shares of all paid lines sum to the markup, whatever the roundings between
        line_markup := floor((paid_seen + used)::numeric * result.markup / paid_total) - floor(paid_seen::numeric * result.markup / paid_total);
      end if;
      paid_seen := paid_seen + used;
    else
      used := least(held.line_amounts[place], free_left);
      free_left := free_left - used;
    end if;
    if held.line_kinds[place] <> 'grant' then limit_part := limit_part + used; end if;
    update lot set held_microcents = held_microcents - held.line_amounts[place],
                   available_microcents = available_microcents + held.line_amounts[place] - used
     where wallet_id = held.wallet_id and id = held.line_lots[place];
    line_base := used - line_markup;
    if held.service_id is null then
      line_cost := least(line_base, cost_left);
      cost_left := cost_left - line_cost;
    else
      line_cost := case when held.line_kinds[place] = 'promotion' then 0 else line_base end;
      cost := cost + line_cost;
    end if;
    if used > 0 then
      insert into transfer (wallet_id, transaction_id, n, mode, debit_kind, debit_id, credit_kind, credit_id, amount_microcents, accrual_day)
      select held.wallet_id, held.id, transfer_number + part.n, held.mode, 'lot', held.line_lots[place], part.kind, part.id, part.amount, part.on_day
        from (values (1, cost_kind, cost_id, line_cost, null::date),
                     (2, 'margin', provider, line_base - line_cost, null),
                     (3, 'earnings_pending', held.organization_id, line_markup, accrues_on)) as part (n, kind, id, amount, on_day)
       where part.amount > 0;
      transfer_number := transfer_number + 3;
    end if;
  end loop;
  if loss > 0 then
    insert into transfer (wallet_id, transaction_id, n, mode, debit_kind, debit_id, credit_kind, credit_id, amount_microcents)
    values (held.wallet_id, held.id, transfer_number + 1, held.mode, 'usage_loss', nil, 'provider_payable', provider, loss);
  end if;

  -- 3. Give back what was not used: the wallet's place, the limit's room, the key's budget.
  update wallet set open_holds = open_holds - 1,
         absorbed_on = case when absorbed then (clock at time zone 'UTC')::date else absorbed_on end,
         absorbed_microcents = case when absorbed then absorbed_today + resolved.cost else absorbed_microcents end
   where id = held.wallet_id;
  if limit_part < held.limit_part_microcents then perform return_limit(held, held.limit_part_microcents - limit_part); end if;

  -- 4. The record: what the hold became, and the charge the user sees.
  update hold set state = case when settled then 'settled' when resolved.resolution = 'expired' then 'expired' else 'released' end::hold_state,
         lapsed = by_lapse, resolved_at = clock
   where wallet_id = held.wallet_id and id = held.id;
  if settled then
    insert into charge (wallet_id, id, mode, app_id, organization_id, connection_id, credential_id, external_user_id, end_user, model, provider_id,
                        usage, base_microcents, markup_microcents, cost_microcents, loss_microcents, markup_bps, price_version_id, hold_microcents,
                        outcome, stopped, opened_at, settled_at, service_id, accrual_day)
    values (held.wallet_id, held.id, held.mode, held.app_id, held.organization_id, held.connection_id, held.credential_id, held.external_user_id,
            held.end_user, coalesce(resolved.model, held.model), provider, coalesce(resolved.usage, '{}'), base, result.markup, cost, loss,
            held.markup_bps, coalesce(resolved.price_version_id, held.price_version_ids[1]), held.amount_microcents,
            coalesce(resolved.outcome, 'complete'), resolved.stopped, held.opened_at, clock, held.service_id, accrues_on);
  end if;
  if held.idempotency_hash is not null then
    if settled then
      update idempotency set answer = resolved.answer
       where wallet_id = held.wallet_id and credential_id = held.credential_id and key_hash = held.idempotency_hash and hold_id = held.id;
    else
      delete from idempotency
       where wallet_id = held.wallet_id and credential_id = held.credential_id and key_hash = held.idempotency_hash and hold_id = held.id;
    end if;
  end if;

  result.state := case when settled then 'settled' when resolved.resolution = 'expired' then 'expired' else 'released' end;
  result.base := base;
  result.cost := cost;
  result.first := true;
  result.spendable := spendable(held.wallet_id, held.connection_id);
  return result;
end $$;
revoke all on function resolve_hold(hold_resolution, boolean) from public;

-- Holds nobody renewed: each is settled at its checkpoint, or expires if it has none.

-- Of one wallet whose lock the caller has.
create or replace function resolve_lapsed_holds_of(of_wallet uuid) returns int language plpgsql as $$
declare
  lapsed hold%rowtype;
  resolved hold_resolution;
  resolved_count int := 0;
begin
  -- The rows are locked, and looked at again under the lock: a heartbeat takes no other lock, and one under way wins.
  for lapsed in
    select * from hold where wallet_id = of_wallet and state = 'open' and lease_until < ledger_clock() order by id for no key update skip locked
  loop
    resolved.hold_id := lapsed.id;
    resolved.wallet_id := lapsed.wallet_id;
    resolved.base := lapsed.checkpoint_base_microcents;
    resolved.cost := lapsed.checkpoint_cost_microcents;
    resolved.usage := lapsed.checkpoint_usage;
    resolved.resolution := case when resolved.base > 0 then 'settled' else 'expired' end;
    resolved.outcome := 'gateway_lost';
    perform resolve_hold(resolved, true);
    resolved_count := resolved_count + 1;
  end loop;
  return resolved_count;
end $$;
revoke all on function resolve_lapsed_holds_of(uuid) from public;

-- The sweeper's: of at most `wallets_max` wallets. Returns how many holds it resolved.
create or replace function resolve_lapsed_holds(wallets_max int) returns int
language plpgsql security definer set search_path = public, pg_temp
set enable_seqscan = off set enable_bitmapscan = off set plan_cache_mode = force_generic_plan as $$
declare
  of_wallet uuid;
  resolved_count int := 0;
begin
  for of_wallet in select distinct wallet_id from hold where state = 'open' and lease_until < ledger_clock() limit wallets_max loop
    begin
      perform from wallet where id = of_wallet for no key update skip locked;
      if found then resolved_count := resolved_count + resolve_lapsed_holds_of(of_wallet); end if;
    exception when others then
      -- One wallet's trouble must not keep the others waiting. Invariant 10 finds what stays open.
      raise warning 'the lapsed holds of wallet % were not resolved: %', of_wallet, sqlerrm;
    end;
  end loop;
  return resolved_count;
end $$;
revoke all on function resolve_lapsed_holds(int) from public;
grant execute on function resolve_lapsed_holds(int) to farebox_app;

-- Gives unused room back to the windows a hold counted against, where the window of now still counts it.
create or replace function return_limit(of_hold hold, unused bigint) returns void language plpgsql as $$
begin
  update connection set window_used_microcents = greatest(0, window_used_microcents - unused)
   where wallet_id = of_hold.wallet_id and id = of_hold.connection_id and window_starts_at <= of_hold.opened_at;
  if of_hold.key_window_starts_at is not null then
    update key_budget set window_used_microcents = greatest(0, window_used_microcents - unused)
     where wallet_id = of_hold.wallet_id and api_key_id = of_hold.credential_id and window_starts_at <= of_hold.opened_at;
  end if;
  if of_hold.end_user_window_starts_at is not null then
    update end_user_spending set window_used_microcents = greatest(0, window_used_microcents - unused)
     where wallet_id = of_hold.wallet_id and api_key_id = of_hold.credential_id and end_user = coalesce(of_hold.end_user, '')
       and window_starts_at <= of_hold.opened_at;
  end if;
end $$;
revoke all on function return_limit(hold, bigint) from public;

-- The day from which an organization's delay is counted for what its own services earn: so much later than the charge
-- that 30 days pass until it matures. With enough clean history (service_trust) it waits as long as markup does.
create or replace function service_accrual_day(of_organization uuid, charged_on date) returns date language plpgsql stable as $$
begin
  if exists (select from service_trust where organization_id = of_organization) then return charged_on; end if;
  return charged_on + (select greatest(0, 30 - earnings_delay_days) from organization where id = of_organization);
end $$;
revoke all on function service_accrual_day(uuid, date) from public;

-- How many of a call's price versions are a price, in force now, of a service that this app sells.
create or replace function service_prices_in_force(call hold_request, of_app uuid, clock timestamptz) returns bigint language plpgsql stable as $$
begin
  return (select count(*) from service_price join service on service.id = service_price.service_id
           where service_price.id = any (call.price_version_ids) and service.id = call.service_id and service.app_id = of_app
             and service.retired_at is null and starts_at <= clock and (ends_at is null or ends_at > clock));
end $$;
revoke all on function service_prices_in_force(hold_request, uuid, timestamptz) from public;

-- What an organization's own services took in grants and own money, and has not gone back to its balance yet.
-- The row's lock makes two takers one after the other; post_movement counts what is taken.
create or replace function service_returns_to_take(of_mode mode, of_organization uuid) returns table (o_amount bigint, o_taken bigint)
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  returned numeric;
begin
  insert into service_return (mode, organization_id) values (of_mode, of_organization) on conflict do nothing;
  select taken_microcents into o_taken from service_return where mode = of_mode and organization_id = of_organization for update;
  select credits_microcents into returned from account_fold where mode = of_mode and kind = 'service_returned' and id = of_organization;
  o_amount := coalesce(returned, 0) - o_taken;
  return next;
end $$;
revoke all on function service_returns_to_take(mode, uuid) from public;
grant execute on function service_returns_to_take(mode, uuid) to farebox_app;

-- Round trip 2 of a call: a batch of resolutions. One whose wallet is locked by somebody else comes back 'busy', to be sent again.
create or replace function settle_holds(resolutions json) returns setof hold_result
language plpgsql security definer set search_path = public, pg_temp
set enable_seqscan = off set enable_bitmapscan = off set plan_cache_mode = force_generic_plan as $$
declare
  resolved hold_resolution;
  result hold_result;
begin
  for resolved in select * from json_populate_recordset(null::hold_resolution, resolutions) loop
    perform from wallet where id = resolved.wallet_id for no key update skip locked;
    if found then
      return next resolve_hold(resolved, false);
    else
      result.hold_id := resolved.hold_id;
      result.state := case when exists (select from wallet where id = resolved.wallet_id) then 'busy' else 'unknown' end;
      return next result;
    end if;
  end loop;
end $$;
revoke all on function settle_holds(json) from public;
grant execute on function settle_holds(json) to farebox_app;

-- Why the lots alone cannot pay a call: the money is reserved by calls under way, or it is not there.
create or replace function shortage_of_money(call hold_request, of_app uuid, markup_bps int) returns text language plpgsql as $$
declare
  lots record;
begin
  select coalesce(sum(available_microcents + held_microcents) filter (where kind = 'grant'), 0)::bigint as grants,
         coalesce(sum(available_microcents + held_microcents) filter (where kind = 'promotion'), 0)::bigint as promotions,
         coalesce(sum(available_microcents + held_microcents) filter (where kind = 'topup'), 0)::bigint as topups
    into lots from lot
   where wallet_id = call.wallet_id and (available_microcents > 0 or held_microcents > 0)
     and (app_id is null or app_id = of_app) and (expires_at is null or expires_at > ledger_clock());
  return case
    when affordable_units(affordable_base(lots.grants, lots.promotions, lots.topups, 9223372036854775807, 9223372036854775807, markup_bps),
                          call.fixed_numerator, call.unit_price, call.units_wanted) >= least(call.units_minimum, call.units_wanted)
    then 'funds_held' else 'wallet_empty' end;
end $$;
revoke all on function shortage_of_money(hold_request, uuid, int) from public;

-- What an app may spend of a wallet now: its grants, and of the user's own money what the connection's limit leaves.
create or replace function spendable(of_wallet uuid, of_connection uuid) returns bigint language plpgsql stable as $$
declare
  amount bigint;
begin
  select coalesce(sum(lot.available_microcents) filter (where lot.kind = 'grant'), 0)
         + greatest(0, least(coalesce(sum(lot.available_microcents) filter (where lot.kind <> 'grant'), 0), connection.limit_microcents
             - case when window_starts_at = date_trunc(limit_period::text, ledger_clock(), 'UTC') then window_used_microcents else 0 end))
    into amount
    from connection
    left join lot on lot.wallet_id = of_wallet and lot.available_microcents > 0 and (lot.app_id is null or lot.app_id = connection.app_id)
                 and (lot.expires_at is null or lot.expires_at > ledger_clock())
   where connection.wallet_id = of_wallet and connection.id = of_connection
   group by connection.wallet_id, connection.id;
  return amount;
end $$;
revoke all on function spendable(uuid, uuid) from public;
grant execute on function spendable(uuid, uuid) to farebox_app;

-- Another model takes over a call that its first one could not serve. Permission is read again, for this model; from here on the hold names
-- who serves it, so that a call lost with its gateway is charged in the right name. Answers why it may not, or null.
-- It locks the hold's row only: no money moves.
create or replace function switch_model(of_wallet uuid, of_hold uuid, to_model text, to_provider uuid, to_price_version uuid) returns text
language plpgsql security definer set search_path = public, pg_temp
set enable_seqscan = off set enable_bitmapscan = off set plan_cache_mode = force_generic_plan as $$
declare
  held record;
  refused text;
  clock timestamptz := ledger_clock();
begin
  select connection_id, credential_id, price_version_ids into held
    from hold where wallet_id = of_wallet and id = of_hold and state = 'open' for no key update;
  if not found then return 'hold_already_settled'; end if;
  if to_price_version <> all (held.price_version_ids) then
    raise exception 'the price % is not frozen in the hold %', to_price_version, of_hold using errcode = 'check_violation';
  end if;
  select case when wallet.status = 'paused' then 'wallet_paused'
              when wallet.status <> 'open' then 'wallet_frozen'
              when connection.status = 'revoked' then 'connection_revoked'
              when connection.status = 'paused' then 'connection_paused'
              when connection.expires_at <= clock then 'connection_expired'
              when app.status <> 'live' then 'app_suspended'
              when model_switched_off(to_model, to_provider)
                or (select model_switched_off(model, provider_id) from price_version where id = to_price_version) then 'model_switched_off'
              -- a user's own token is no key: its permission is the connection's, read above
              when api_key.id is null and held.credential_id <> held.connection_id or api_key.revoked_at is not null then 'invalid_api_key'
              when api_key.expires_at <= clock then 'key_expired'
              when cardinality(connection.models) > 0 and to_model <> all (connection.models) then 'model_not_allowed'
              when cardinality(api_key.models) > 0 and to_model <> all (api_key.models) then 'model_not_allowed' end
    into refused
    from wallet
    join connection on connection.wallet_id = wallet.id and connection.id = held.connection_id
    join app on app.id = connection.app_id
    left join api_key on api_key.id = held.credential_id
   where wallet.id = of_wallet;
  if refused is not null then return refused; end if;
  update hold set model = to_model, provider_id = to_provider, lease_until = clock + interval '60 seconds',
         price_version_ids = to_price_version || array_remove(price_version_ids, to_price_version)
   where wallet_id = of_wallet and id = of_hold;
  return null;
end $$;
revoke all on function switch_model(uuid, uuid, text, uuid, uuid) from public;
grant execute on function switch_model(uuid, uuid, text, uuid, uuid) to farebox_app;

-- When the window of a limit ends. Windows are days, weeks and months of UTC, whatever the session's time zone.
create or replace function window_end(window_start timestamptz, period limit_period) returns timestamptz language plpgsql stable as $$
begin
  return (window_start at time zone 'UTC' + ('1 ' || period)::interval) at time zone 'UTC';
end $$;
revoke all on function window_end(timestamptz, limit_period) from public;
