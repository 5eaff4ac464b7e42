// What a markup means for one typical call: what the model costs, what users pay, what the developer earns.
import type { Database } from '@farebox/db'
import type { Microcents } from '@farebox/money'
import { findModel, inForceAt, type PriceVersion, priceOf, splitCharge, TYPICAL_MESSAGE } from '@farebox/pricing'

/** Models of three sizes, so that a markup is seen on small and large calls. */
const SHOWN_MODELS = ['gpt-4o-mini', 'gpt-4o', 'claude-sonnet-4']

export type TypicalCall = {
  model: string
  displayName: string
  inputTokens: number
  outputTokens: number
  base: Microcents
  markup: Microcents
  total: Microcents
  providerCost: Microcents
  margin: Microcents
  priceVersionId: string
}

/** In the order of the models shown; one without a price in force is left out. */
export async function typicalCalls(database: Database, { markupBps, now }: { markupBps: number; now: Date }): Promise<TypicalCall[]> {
  const models = SHOWN_MODELS.map(findModel)
  const versions = await pricesInForce(database, { models: models.map(({ id }) => id), now })
  return models.flatMap(({ id, provider, displayName }) => {
    const version = inForceAt(versions, { model: id, provider, at: now })
    if (!version) return []
    const parts = splitCharge(priceOf(TYPICAL_MESSAGE, version), markupBps)
    const { input = 0, output = 0 } = TYPICAL_MESSAGE
    return [{ model: id, displayName, inputTokens: input, outputTokens: output, ...parts, priceVersionId: version.id }]
  })
}

async function pricesInForce(database: Database, { models, now }: { models: string[]; now: Date }): Promise<PriceVersion[]> {
  const rows = await database.priceVersion.findMany({
    where: { model: { in: models }, startsAt: { lte: now }, OR: [{ endsAt: null }, { endsAt: { gt: now } }] },
    include: { lines: true },
  })
  const providers = new Map((await database.provider.findMany()).map(({ id, name }) => [id, name]))
  return rows.map(({ providerId, ...version }) => ({ ...version, provider: providers.get(providerId) ?? providerId }))
}
