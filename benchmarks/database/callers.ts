// What the gateway needs to let the benchmark's wallets call: a price for the model, a key with its secret, and the app's name for each user.
import { issueApiKey } from '@farebox/auth/api-key'
import { newId } from '@farebox/db'
import { priceBook } from '@farebox/pricing/price-book'
import type pg from 'pg'
import type { BenchmarkWallet } from './many-wallets.ts'

const MODEL = 'gpt-4o'

/** The wallets must be of one app. User number n is `user_<n>`; the key's rate limit is out of the way. Returns its secret. */
export async function letWalletsCall(owner: pg.Client, wallets: readonly BenchmarkWallet[]): Promise<string> {
  const [first] = wallets
  if (!first) throw new Error('There is no wallet to call with.')
  const { appId, organizationId } = first
  const { secret, row } = issueApiKey({ appId, organizationId, mode: 'live', billingMode: 'user', name: 'benchmark' })
  await owner.query('update api_key set secret_hash = $1 where id = $2', [Buffer.from(row.secretHash), first.credentialId])
  const users = wallets.map(({ walletId, connectionId }, place) => ({ user: `user_${place}`, walletId, connectionId }))
  await owner.query(
    `insert into external_user (app_id, mode, external_user_id, wallet_id, connection_id)
     select $1, 'live', "user", "walletId", "connectionId" from json_to_recordset($2) as users ("user" text, "walletId" uuid, "connectionId" uuid)`,
    [appId, JSON.stringify(users)],
  )
  await storePrice(owner)
  return secret
}

async function storePrice(owner: pg.Client): Promise<void> {
  const yesterday = new Date(Date.now() - 86_400_000)
  const version = priceBook({ at: new Date(), startsAt: yesterday, newId }).find(({ model }) => model === MODEL)
  if (!version) throw new Error(`The price book does not know ${MODEL}.`)
  const providerId = newId()
  await owner.query('insert into provider (id, name) values ($1, $2)', [providerId, version.provider])
  await owner.query('insert into price_version (id, model, provider_id, starts_at, source) values ($1, $2, $3, $4, $5)', [
    version.id,
    version.model,
    providerId,
    version.startsAt,
    version.source,
  ])
  for (const { meter, aboveUnits, serviceTier, priceMicrocentsPerMillion, costMicrocentsPerMillion } of version.lines)
    await owner.query(
      `insert into price_line (price_version_id, meter, above_units, service_tier, price_microcents_per_million, cost_microcents_per_million)
       values ($1, $2, $3, $4, $5, $6)`,
      [version.id, meter, aboveUnits, serviceTier, priceMicrocentsPerMillion, costMicrocentsPerMillion],
    )
}
