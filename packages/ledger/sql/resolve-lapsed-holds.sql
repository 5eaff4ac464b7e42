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
