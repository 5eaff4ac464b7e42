-- Wallets as payments and grants would have left them, written in bulk: the books reconcile. Takes the temporary tables
-- benchmark_app (n, app_id, key_id, organization_id) and benchmark_wallet (n, wallet_id, connection_id, app_id).

insert into organization (id, name) select distinct organization_id, 'Benchmark' from benchmark_app;
insert into app (id, organization_id, name, markup_bps) select app_id, organization_id, 'App ' || n, 1500 from benchmark_app;
insert into api_key (id, organization_id, app_id, mode, name, secret_hash, last_four, requests_per_minute)
select key_id, organization_id, app_id, 'live', 'benchmark', uuid_send(key_id), '0000', 1000000000 from benchmark_app;
insert into provider (id, name) select provider_id, 'benchmark' from benchmark_price;
insert into price_version (id, model, provider_id, starts_at, source) select price_version_id, 'test-model', provider_id, '2020-01-01', 'benchmark' from benchmark_price;

insert into "user" (id, email) select wallet_id, wallet_id || '@farebox.test' from benchmark_wallet;
insert into wallet (id, mode, kind, user_id) select wallet_id, 'live', 'user', wallet_id from benchmark_wallet;
insert into connection (wallet_id, id, mode, app_id, markup_bps_accepted, limit_microcents)
select wallet_id, connection_id, 'live', app_id, 1500, 900000000000000 from benchmark_wallet;

-- Each wallet: a grant that lasts for some calls, and two top-ups. 1 dollar = 100,000,000 microcents.
create temp table benchmark_lot as
select wallet_id, gen_random_uuid() as id, gen_random_uuid() as transaction_id, kind, app_id, amount
  from benchmark_wallet cross join (values ('grant'::lot_kind, 20000000::bigint), ('topup', 100000000), ('topup', 500000000000)) as lots (kind, amount);
insert into lot (wallet_id, id, kind, app_id, available_microcents, original_microcents, charged_cents, payment_intent, expires_at)
select wallet_id, id, kind, case when kind = 'grant' then app_id end, amount, amount, case when kind = 'topup' then amount / 1000000 + 100 end,
       case when kind = 'topup' then 'pi_' || id end, case when kind = 'grant' then now() + interval '30 days' end from benchmark_lot;

-- What the developers paid into the pools that the grants came from.
create temp table benchmark_pool as
select app_id, gen_random_uuid() as transaction_id, 'pi_' || app_id as payment_intent, sum(amount)::bigint as amount
  from benchmark_lot where kind = 'grant' group by app_id;
insert into account (mode, kind, id, balance_microcents) select 'live', 'grant_pool', app_id, 0 from benchmark_pool;

create temp table benchmark_payment as
select wallet_id, transaction_id, 'topup.received' as kind, 'wallet_topup'::order_kind as order_kind, 'pi_' || id as payment_intent, null::uuid as app_id,
       'lot'::account_kind as credit_kind, id as credit_id, amount from benchmark_lot where kind = 'topup'
union all
select null, transaction_id, 'grant_pool.funded', 'grant_pool', payment_intent, app_id, 'grant_pool', app_id, amount from benchmark_pool;
insert into "order" (id, mode, kind, status, wallet_id, app_id, description, price_cents, credit_microcents, success_url, cancel_url, payment_intent, paid_at)
select transaction_id, 'live', order_kind, 'paid', wallet_id, app_id, 'benchmark', amount / 1000000 + 100, amount, '', '', payment_intent, now()
  from benchmark_payment;
insert into operation (operation_key, request_hash, transaction_id, wallet_id)
select 'topup:' || payment_intent, '', transaction_id, coalesce(wallet_id, '00000000-0000-0000-0000-000000000000') from benchmark_payment;
insert into transaction (wallet_id, id, mode, kind, occurred_at)
select coalesce(wallet_id, '00000000-0000-0000-0000-000000000000'), transaction_id, 'live'::mode, kind, now() from benchmark_payment
union all
select wallet_id, transaction_id, 'live', 'grant.issued', now() from benchmark_lot where kind = 'grant';
insert into transfer (wallet_id, transaction_id, n, mode, debit_kind, debit_id, credit_kind, credit_id, amount_microcents)
select coalesce(wallet_id, '00000000-0000-0000-0000-000000000000'), transaction_id, 1, 'live'::mode, 'topup_clearing'::account_kind,
       '00000000-0000-0000-0000-000000000000'::uuid, credit_kind, credit_id, amount from benchmark_payment
union all
select coalesce(wallet_id, '00000000-0000-0000-0000-000000000000'), transaction_id, 2, 'live', 'topup_clearing',
       '00000000-0000-0000-0000-000000000000', 'package_fee', '00000000-0000-0000-0000-000000000000', 100000000 from benchmark_payment
union all
select wallet_id, transaction_id, 1, 'live', 'grant_pool', app_id, 'lot', id, amount from benchmark_lot where kind = 'grant';
drop table benchmark_payment, benchmark_pool, benchmark_lot;
