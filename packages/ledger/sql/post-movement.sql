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
