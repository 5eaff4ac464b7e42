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
