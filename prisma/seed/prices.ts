// The price versions in force, as calls of the demo world's past are priced by them.
import type { Database } from '../../packages/db/src/index.ts'
import { checkedPriceVersion, type PriceVersion } from '../../packages/pricing/src/index.ts'

export type SeedPrice = PriceVersion & { providerId: string }

/** By model id. */
export async function readPrices(database: Database): Promise<Map<string, SeedPrice>> {
  const providers = new Map((await database.provider.findMany()).map(({ id, name }) => [id, name]))
  const versions = await database.priceVersion.findMany({ where: { endsAt: null }, include: { lines: true } })
  return new Map(
    versions.map((version) => [version.model, checkedPriceVersion({ ...version, provider: providers.get(version.providerId) ?? '' })]),
  )
}
