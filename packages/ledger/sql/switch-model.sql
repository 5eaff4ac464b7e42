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
