// Thousands of wallets to measure with: each has a grant and two top-ups, and is connected to one of many apps with a limit.
import { readFileSync } from 'node:fs'
import path from 'node:path'
import type pg from 'pg'

export type BenchmarkWallet = { walletId: string; connectionId: string; appId: string; credentialId: string; organizationId: string }
export type ManyWallets = { wallets: BenchmarkWallet[]; providerId: string; priceVersionId: string }

export type ManyWalletsOptions = { walletsCount?: number; appsCount?: number }

/** `owner` is a connection as the owner of the tables: rows go in directly, since one movement each would take minutes. */
export async function makeManyWallets(
  owner: pg.Client,
  { walletsCount = 10_000, appsCount = 100 }: ManyWalletsOptions = {},
): Promise<ManyWallets> {
  await owner.query('begin')
  await owner.query('create temp table benchmark_price as select gen_random_uuid() as provider_id, gen_random_uuid() as price_version_id')
  await owner.query(`create temp table benchmark_app as
    select n, gen_random_uuid() as app_id, gen_random_uuid() as key_id, gen_random_uuid() as organization_id from generate_series(0, ${appsCount - 1}) n`)
  await owner.query(`create temp table benchmark_wallet as
    select wallet.n, gen_random_uuid() as wallet_id, gen_random_uuid() as connection_id, app_id
      from generate_series(0, ${walletsCount - 1}) as wallet (n) join benchmark_app app on app.n = wallet.n % ${appsCount}`)
  await owner.query(readFileSync(path.join(import.meta.dirname, 'many-wallets.sql'), 'utf8'))
  const { rows: wallets } = await owner.query<BenchmarkWallet>(`
    select wallet_id as "walletId", connection_id as "connectionId", app_id as "appId", key_id as "credentialId", organization_id as "organizationId"
      from benchmark_wallet join benchmark_app using (app_id) order by benchmark_wallet.n`)
  const { rows } = await owner.query<{ providerId: string; priceVersionId: string }>(
    'select provider_id as "providerId", price_version_id as "priceVersionId" from benchmark_price',
  )
  await owner.query('commit')
  await owner.query('vacuum analyze')
  const [price] = rows
  if (!price) throw new Error('The price of the benchmark was not made.')
  return { wallets, ...price }
}
