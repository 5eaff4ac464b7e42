// The three ways people write a price, and their one integer form. What does not divide evenly is refused, never rounded.
import { AppError } from '@farebox/errors'
import { MICROCENTS_PER_CENT, type Microcents, microcents } from '@farebox/money'
import { z } from 'zod'
import { explainParts, type PricePart } from './explain.ts'
import { PRICED_UNITS, type PriceLine, STANDARD_TIER } from './price-version.ts'
import { isMeterName } from './usage.ts'

const cents = z.int().positive()
const unitCount = z.int().positive().max(1_000_000_000_000)
const unitName = z.string().refine(isMeterName, 'a unit is named in lower case, such as page or megabyte_day')

const perToken = z.strictObject({
  currency: z.literal('usd-cents'),
  tokens: unitCount,
  input: cents,
  output: cents,
  cached_input: cents.optional(),
  cache_write: cents.optional(),
})
const perUnit = z.strictObject({ microcents: z.int().positive(), per: unitName })
const perBatch = z.strictObject({ cents, per: unitCount, unit: unitName })

/**
 * Per token `{ currency: "usd-cents", tokens: 1_000_000, input: 200, output: 600 }`; per unit `{ microcents: 400, per: "character" }`;
 * per batch `{ cents: 150, per: 1_000, unit: "page" }`. `call` is a unit, so a fixed part is one more price.
 */
export const priceForm = z.union([perToken, perUnit, perBatch])
export type Price = z.infer<typeof priceForm>

export type ReducedPrice = {
  lines: PriceLine[]
  /** One sentence for lists and receipts: `$2.00 per 1,000,000 input tokens and $6.00 per 1,000,000 output tokens.` */
  explained: string
}

/** Who is paid: a provider, at list price, or the developer, whose own service costs nothing to buy. */
export type PriceOwner = 'provider' | 'developer'

/** One price, or several that add up in one charge (`call` and `page`). Throws when one is malformed, zero, negative or finer than our unit. */
export function reducePrice(price: unknown, owner: PriceOwner = 'provider'): ReducedPrice {
  const prices: unknown[] = Array.isArray(price) ? price : [price]
  if (prices.length === 0) refuse('A price is missing.')
  const parts = prices.flatMap((form) => partsOf(checkedForm(form)))
  const meters = parts.map((part) => part.meter)
  const twice = meters.find((meter, at) => meters.indexOf(meter) !== at)
  if (twice) refuse(`The price names ${twice} twice.`)
  return { lines: parts.map((part) => lineOf(part, owner)), explained: explainParts(parts) }
}

function partsOf(price: Price): PricePart[] {
  if ('microcents' in price) return [{ meter: price.per, amount: microcents(BigInt(price.microcents)), units: 1 }]
  if ('cents' in price) return [{ meter: price.unit, amount: ofCents(price.cents), units: price.per }]
  const { tokens } = price
  return (['input', 'output', 'cached_input', 'cache_write'] as const).flatMap((meter) => {
    const amount = price[meter]
    return amount === undefined ? [] : [{ meter, amount: ofCents(amount), units: tokens }]
  })
}

function ofCents(amount: number): Microcents {
  return microcents(BigInt(amount) * MICROCENTS_PER_CENT)
}

function lineOf({ meter, amount, units }: PricePart, owner: PriceOwner): PriceLine {
  const numerator = amount * PRICED_UNITS
  if (numerator % BigInt(units) !== 0n) {
    refuse(`The price of ${meter} does not divide into whole microcents per ${PRICED_UNITS.toLocaleString('en-US')} units.`)
  }
  const price = numerator / BigInt(units)
  const cost = owner === 'provider' ? price : 0n
  return { meter, aboveUnits: 0, serviceTier: STANDARD_TIER, priceMicrocentsPerMillion: price, costMicrocentsPerMillion: cost }
}

function checkedForm(form: unknown): Price {
  const read = priceForm.safeParse(form)
  if (read.success) return read.data
  return refuse(
    'A price is { currency: "usd-cents", tokens, input, output }, { microcents, per } or { cents, per, unit }, in whole numbers above zero.',
  )
}

function refuse(message: string): never {
  throw new AppError('invalid_request', { message, param: 'price' })
}
