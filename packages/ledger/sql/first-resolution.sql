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
