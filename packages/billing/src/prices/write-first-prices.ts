// Gives every model and built-in service without a price its first version. What is in force is never changed here.
import { type Database, newId } from '@farebox/db'
import { type ModelFacts, modelList, type PriceVersion } from '@farebox/pricing'
import { priceBook } from '@farebox/pricing/price-book'
import { servicePriceBook } from '../services/built-in/service-prices.ts'

type Catalogue = { at: Date; startsAt: Date; models?: readonly ModelFacts[] }

/** Writes a first price version for each model and service of the catalogue that has none yet. Returns how many it wrote. */
export async function writeFirstPrices(database: Database, { at, startsAt, models = modelList }: Catalogue): Promise<number> {
  const known = await database.priceVersion.findMany({ select: { model: true } })
  const priced = new Set(known.map(({ model }) => model))
  // A model that has prices is not looked up: a list that lost it, or is broken there, stops nothing that is sold.
  const unpriced = models.filter(({ id }) => !priced.has(id))
  const services = servicePriceBook({ at, startsAt }).filter(({ model }) => !priced.has(model))
  const missing = [...priceBook({ at, startsAt, newId: () => newId(at.getTime()), models: unpriced }), ...services]
  if (missing.length === 0) return 0
  const providerIds = await ensureProviders(database, new Set(missing.map(({ provider }) => provider)))
  await database.$transaction(async (transaction) => {
    await transaction.priceVersion.createMany({ data: missing.map((version) => versionRow(version, providerIds)) })
    await transaction.priceLine.createMany({ data: missing.flatMap(lineRows) })
  })
  return missing.length
}

async function ensureProviders(database: Database, names: Set<string>): Promise<Map<string, string>> {
  await database.provider.createMany({ data: [...names].map((name) => ({ id: newId(), name })), skipDuplicates: true })
  const providers = await database.provider.findMany({ where: { name: { in: [...names] } } })
  return new Map(providers.map(({ name, id }) => [name, id]))
}

function versionRow({ id, model, provider, startsAt, source }: PriceVersion, providerIds: Map<string, string>) {
  return { id, model, providerId: providerIds.get(provider) ?? '', startsAt, source }
}

function lineRows({ id, lines }: PriceVersion) {
  return lines.map((line) => ({ priceVersionId: id, ...line }))
}
