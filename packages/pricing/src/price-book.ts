// The default price list: what @pydantic/genai-prices says today, as integer price lines ready to be stored. Floats end here.
import { AppError } from '@farebox/errors'
import { parseDollars } from '@farebox/money'
import { calcPrice, type ModelPrice, TieredPrices } from '@pydantic/genai-prices'
import { modelList } from './model-list.ts'
import type { ModelFacts } from './models.ts'
import { checkedPriceVersion, type PriceLine, type PriceVersion, STANDARD_TIER } from './price-version.ts'
import type { ModelMeter } from './usage.ts'

export const PRICE_BOOK_SOURCE = '@pydantic/genai-prices 0.1.8'

/** The library's names; `per` says how many of its units it prices at a time. */
const meters: Record<string, { meter: ModelMeter; per: 'million' | 'thousand' }> = {
  input_mtok: { meter: 'input', per: 'million' },
  cache_read_mtok: { meter: 'cached_input', per: 'million' },
  cache_write_mtok: { meter: 'cache_write', per: 'million' },
  cache_write_1h_mtok: { meter: 'cache_write_1h', per: 'million' },
  output_mtok: { meter: 'output', per: 'million' },
  input_audio_mtok: { meter: 'input_audio', per: 'million' },
  cache_audio_read_mtok: { meter: 'cached_input_audio', per: 'million' },
  output_audio_mtok: { meter: 'output_audio', per: 'million' },
  input_image_mtok: { meter: 'input_image', per: 'million' },
  output_image_mtok: { meter: 'output_image', per: 'million' },
  web_searches_kcount: { meter: 'web_search', per: 'thousand' },
}

/** Tools that no wire passes on: without a meter here they cannot be used, so they cannot be given away. */
const unused = new Set(['storage_searches_kcount'])

type PriceBookAsked = { at: Date; startsAt: Date; newId: () => string; models?: readonly ModelFacts[] }

/** One version for every model in the list. `newId` makes a UUIDv7; it and the instant are the caller's. */
export function priceBook({ at, startsAt, newId, models = modelList }: PriceBookAsked): PriceVersion[] {
  return models.map((model) => readPrice(model, { id: newId(), at, startsAt }))
}

/** Throws when the library has no price, a zero, or one that is not constant through the day. */
export function readPrice(model: ModelFacts, { id, at, startsAt }: { id: string; at: Date; startsAt: Date }): PriceVersion {
  const { providerId, modelId } = model.priceSource
  const found = calcPrice({ input_tokens: 1, output_tokens: 1 }, modelId, { providerId, timestamp: at })
  // The library matches by prefix: a near name must not lend its price.
  if (found?.model.id !== modelId) refuse(model, `the price list has no ${providerId}:${modelId}`)
  const { prices } = found.model
  if (Array.isArray(prices) && prices.some(({ constraint }) => constraint?.type === 'time_of_date')) {
    refuse(model, 'its price depends on the time of day')
  }
  const lines = linesOf(found.model_price, model)
  for (const meter of ['input', 'output']) {
    if (!lines.some((line) => line.meter === meter)) refuse(model, `it has no price for ${meter}`)
  }
  return checkedPriceVersion({ id, model: model.id, provider: model.provider, startsAt, source: PRICE_BOOK_SOURCE, lines })
}

function linesOf(prices: ModelPrice, model: ModelFacts): PriceLine[] {
  return Object.entries(prices).flatMap(([key, price]) => {
    if (unused.has(key)) return []
    const known = meters[key]
    if (!known || price === undefined || price === null) refuse(model, `${key} is not understood`)
    const { base, tiers } = price instanceof TieredPrices || typeof price === 'object' ? price : { base: price, tiers: [] }
    return [{ price: base, start: 0 }, ...tiers].map((tier): PriceLine => {
      const listPrice = integerPrice(tier.price, known.per)
      return {
        meter: known.meter,
        aboveUnits: tier.start,
        serviceTier: STANDARD_TIER,
        priceMicrocentsPerMillion: listPrice,
        costMicrocentsPerMillion: listPrice,
      }
    })
  })
}

/** `2.5` dollars a million → `250_000_000n`. Read by its shortest decimal spelling; anything finer than our unit is refused. */
function integerPrice(dollars: number, per: 'million' | 'thousand'): bigint {
  const microcents = parseDollars(dollars)
  return per === 'million' ? microcents : microcents * 1_000n
}

function refuse(model: ModelFacts, reason: string): never {
  throw new AppError('model_not_found', {
    message: 'This model has no price, so it cannot be called.',
    internal: `${model.provider}:${model.id}: ${reason}`,
  })
}
