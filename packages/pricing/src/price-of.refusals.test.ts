// Usage and prices that must not become money.
import { AppError } from '@farebox/errors'
import { describe, expect, it } from 'vitest'
import { reducePrice } from './price.ts'
import { priceOf } from './price-of.ts'
import { checkedPriceVersion, type PriceLine, type PriceVersion } from './price-version.ts'
import { quoteMax } from './quote-max.ts'
import { type Usage, usageOf } from './usage.ts'

const version = (lines: PriceLine[], free = false): PriceVersion => ({
  id: '0198c0de-0000-7000-8000-000000000002',
  model: 'test-model',
  provider: 'test',
  startsAt: new Date(0),
  source: 'test',
  free,
  lines,
})
const line = (meter: string, price: bigint, more: Partial<PriceLine> = {}): PriceLine => ({
  meter,
  aboveUnits: 0,
  serviceTier: 'standard',
  priceMicrocentsPerMillion: price,
  costMicrocentsPerMillion: price,
  ...more,
})
const codeOf = (attempt: () => unknown) => {
  try {
    attempt()
    return 'accepted'
  } catch (thrown) {
    return thrown instanceof AppError ? thrown.code : thrown
  }
}
const priced = version([line('input', 200_000_000n), line('output', 600_000_000n)])

describe('usage', () => {
  it.each([-1, Number.NaN, 0.5, Number.POSITIVE_INFINITY, 1_000_000_001, 2 ** 53, -1n, 2n ** 64n])('M12: %s units are refused', (units) => {
    expect(codeOf(() => usageOf({ input: units }))).toBe('invalid_request')
  })

  it('M12: the innermost function checks again what reached it unchecked', () => {
    const unchecked: { units: Usage }[] = [JSON.parse('{"units":{"input":-5}}'), JSON.parse('{"units":{"output":0.5}}')]
    for (const { units } of unchecked) expect(codeOf(() => priceOf(units, priced))).toBe('invalid_request')
  })

  it('G34: units that have no price are an error, never $0', () => {
    expect(codeOf(() => priceOf(usageOf({ audio_second: 30 }), priced))).toBe('internal_error')
  })

  it('G30: audio is not sold at the price of text', () => {
    expect(codeOf(() => priceOf(usageOf({ input: 5, input_audio: 5 }), priced))).toBe('internal_error')
  })

  it('G32: a service tier without prices is an error, never the standard price', () => {
    expect(codeOf(() => priceOf(usageOf({ input: 5 }), priced, 'priority'))).toBe('internal_error')
  })
})

describe('price versions', () => {
  const model = { contextLength: 1_000, maxOutputUnits: 100 }
  const quoteOf = (priceVersion: PriceVersion) => quoteMax({ candidates: [{ model, priceVersion, inputUnitsMax: 10 }] })

  it('M13: a price of zero is refused unless marked free, and free costs nothing without failing', () => {
    const zero = [line('input', 0n), line('output', 0n)]
    expect(codeOf(() => quoteOf(version(zero)))).toBe('model_not_found')
    expect(quoteOf(version(zero, true))).toMatchObject({ fixedNumerator: 0n, unitPriceMicrocentsPerMillion: 0n, unitsWanted: 100 })
    expect(priceOf(usageOf({ input: 10, output: 20 }), version(zero, true))).toEqual({ baseMicrocents: 0n, costMicrocents: 0n })
  })

  it.each([
    ['no lines', []],
    ['a negative price', [line('input', -1n)]],
    ['a meter twice', [line('input', 1n), line('input', 2n)]],
    ['a price below its cost', [line('input', 1n, { costMicrocentsPerMillion: 2n })]],
    ['only a long-context price', [line('input', 1n, { aboveUnits: 200_000 })]],
    ['a price beyond BIGINT', [line('input', 2n ** 63n)]],
  ])('G41: %s is refused', (_, lines) => {
    expect(codeOf(() => checkedPriceVersion(version(lines)))).toBe('model_not_found')
  })

  it('G35: a model without a price for output cannot be quoted', () => {
    expect(codeOf(() => quoteOf(version([line('input', 1n)])))).toBe('model_not_found')
  })
})

describe('written prices', () => {
  it.each([
    ['null', null],
    ['nothing', []],
    ['zero', { microcents: 0, per: 'character' }],
    ['a negative', { cents: -150, per: 1_000, unit: 'page' }],
    ['a fraction of a cent', { cents: 1.5, per: 1_000, unit: 'page' }],
    ['a price that does not divide evenly', { cents: 1, per: 3, unit: 'page' }],
    ['a string', { microcents: '400', per: 'character' }],
    ['another currency', { currency: 'eur-cents', tokens: 1_000_000, input: 200, output: 600 }],
    ['half a token price', { currency: 'usd-cents', tokens: 1_000_000, input: 200 }],
    ['no tokens', { currency: 'usd-cents', tokens: 0, input: 200, output: 600 }],
    ['a unit with spaces', { microcents: 400, per: 'Drop Table' }],
    [
      'two prices of one unit',
      [
        { microcents: 400, per: 'page' },
        { cents: 1, per: 1, unit: 'page' },
      ],
    ],
  ])('G39: %s is refused', (_, price) => {
    expect(codeOf(() => reducePrice(price))).toBe('invalid_request')
  })
})
