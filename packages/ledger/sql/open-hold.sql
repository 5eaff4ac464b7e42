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
