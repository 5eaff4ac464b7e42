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
