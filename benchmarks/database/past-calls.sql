-- Calls of last month, as settlements would have left them: each a hold, a transaction, its transfers and a charge. Takes the
-- temporary table benchmark_past (n, wallet_id, connection_id, app_id, key_id, organization_id, lot_id, provider_id, price_version_id, at).
-- A call cost $0.0006, of which the provider's part is $0.00055 and the markup $0.00009. 1 dollar = 100,000,000 microcents.

create temp table benchmark_call as
select past.*, (lpad(to_hex((extract(epoch from at) * 1000)::bigint), 12, '0') || '7' || substr(md5(n::text), 1, 3) || 'a' || substr(md5(n::text), 4, 15))::uuid as id
  from benchmark_past past order by at;
insert into hold (wallet_id, id, mode, state, connection_id, app_id, organization_id, credential_id, model, provider_id, price_version_ids, request_hash,
                  markup_bps, units_granted, base_max_microcents, amount_microcents, line_lots, line_kinds, line_amounts, limit_part_microcents,
                  window_starts_at, lease_until, opened_at, resolved_at)
select wallet_id, id, 'live', 'settled', connection_id, app_id, organization_id, key_id, 'test-model', provider_id, array[price_version_id], '\x07',
       1500, 1000, 1025000, 1178750, array[lot_id], array['topup'::lot_kind], array[1178750], 1178750, date_trunc('month', at, 'UTC'), at, at, at
  from benchmark_call;
insert into transaction (wallet_id, id, mode, kind, occurred_at) select wallet_id, id, 'live', 'usage.settled', at from benchmark_call;
insert into transfer (wallet_id, transaction_id, n, mode, debit_kind, debit_id, credit_kind, credit_id, amount_microcents, accrual_day)
select wallet_id, call.id, part.n, 'live', 'lot', lot_id, part.kind, case when part.n = 3 then organization_id else provider_id end, part.amount,
       case when part.n = 3 then at::date end
  from benchmark_call call
 cross join (values (1, 'provider_payable'::account_kind, 55000), (2, 'margin', 5000), (3, 'earnings_pending', 9000)) as part (n, kind, amount);
insert into charge (wallet_id, id, mode, app_id, organization_id, connection_id, credential_id, model, provider_id, usage, base_microcents,
                    markup_microcents, cost_microcents, markup_bps, price_version_id, hold_microcents, outcome, opened_at, settled_at)
select wallet_id, id, 'live', app_id, organization_id, connection_id, key_id, 'test-model', provider_id, '{"input": 100, "output": 50}', 60000,
       9000, 55000, 1500, price_version_id, 1178750, 'complete', at, at
  from benchmark_call;
update lot set available_microcents = available_microcents - spent.amount
  from (select wallet_id, lot_id, count(*) * 69000 as amount from benchmark_call group by wallet_id, lot_id) spent
 where lot.wallet_id = spent.wallet_id and lot.id = spent.lot_id;
drop table benchmark_call, benchmark_past;
