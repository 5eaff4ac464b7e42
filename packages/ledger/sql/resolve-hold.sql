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
