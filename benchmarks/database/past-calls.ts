// Fills a benchmark's database with calls of the past, spread over its wallets and over last month.
import { readFileSync } from 'node:fs'
import path from 'node:path'
import type pg from 'pg'
import type { ManyWallets } from './many-wallets.ts'

const BATCH = 250_000

export async function storePastCalls(owner: pg.Client, { providerId, priceVersionId }: ManyWallets, callsCount: number): Promise<void> {
  const sql = readFileSync(path.join(import.meta.dirname, 'past-calls.sql'), 'utf8')
  await owner.query(`create temp table benchmark_payer as
    select row_number() over (order by wallet.id) - 1 as n, wallet.id as wallet_id, connection.id as connection_id, app.id as app_id,
           api_key.id as key_id, app.organization_id, (select lot.id from lot where lot.wallet_id = wallet.id order by original_microcents desc limit 1) as lot_id
      from wallet join connection on connection.wallet_id = wallet.id join app on app.id = connection.app_id join api_key on api_key.app_id = app.id`)
  for (let stored = 0; stored < callsCount; stored += BATCH) {
    const last = Math.min(stored + BATCH, callsCount) - 1
    await owner.query('begin')
    await owner.query(`create temp table benchmark_past as
      select call as n, payer.wallet_id, connection_id, app_id, key_id, organization_id, lot_id, '${providerId}'::uuid as provider_id,
             '${priceVersionId}'::uuid as price_version_id,
             date_trunc('month', now(), 'UTC') - interval '1 day' - interval '27 days' * ${callsCount - 1} / ${callsCount} + interval '27 days' * call / ${callsCount} as at
        from generate_series(${stored}, ${last}) as call join benchmark_payer payer on payer.n = call % (select count(*) from benchmark_payer)`)
    await owner.query(sql)
    await owner.query('commit')
  }
  await owner.query('drop table benchmark_payer')
  await owner.query('vacuum analyze')
}
