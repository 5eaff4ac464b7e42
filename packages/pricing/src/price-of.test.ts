// The brief's own prices, and usage that is counted once and priced once.
import { microcents, parseDollars, toDollars } from '@farebox/money'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { splitCharge } from './markup.ts'
import { reducePrice } from './price.ts'
import { priceOf } from './price-of.ts'
import type { PriceLine, PriceVersion } from './price-version.ts'
import { type ReportedTokens, tokenUsage, usageOf } from './usage.ts'

const versionOf = (lines: PriceLine[]): PriceVersion => ({
  id: '0198c0de-0000-7000-8000-000000000001',
  model: 'test-model',
  provider: 'test',
  startsAt: new Date(0),
  source: 'test',
  lines,
})
const line = (meter: string, microcentsPerMillion: bigint, aboveUnits = 0): PriceLine => ({
  meter,
  aboveUnits,
  serviceTier: 'standard',
  priceMicrocentsPerMillion: microcentsPerMillion,
  costMicrocentsPerMillion: microcentsPerMillion,
})
const dollars = (amount: string) => parseDollars(amount)

describe('prices as people write them', () => {
  it('S1: $1 = 100,000,000; 0.1 ¢ = 100,000; 0.001 ¢ = 1,000 microcents, as the price of one unit', () => {
    const costs = ([unit, per]: [number, number]) => {
      const version = versionOf(reducePrice({ cents: unit, per, unit: 'page' }).lines)
      return priceOf(usageOf({ page: 1 }), version).baseMicrocents
    }
    expect(costs([100, 1])).toBe(100_000_000n)
    expect(costs([1, 10])).toBe(100_000n)
    expect(costs([1, 1_000])).toBe(1_000n)
    expect([100_000_000n, 100_000n, 1_000n].map((amount) => toDollars(microcents(amount)))).toEqual([
      '1.00000000',
      '0.00100000',
      '0.00001000',
    ])
  })

  it('S2: usd-cents 200/600 per 1,000,000 tokens: 1,000 in + 500 out = 500,000 microcents; at 15 % = 575,000 = $0.00575000', () => {
    const { lines, explained } = reducePrice({ currency: 'usd-cents', tokens: 1_000_000, input: 200, output: 600 })
    const priced = priceOf(usageOf({ input: 1_000, output: 500 }), versionOf(lines))
    expect(priced).toEqual({ baseMicrocents: 500_000n, costMicrocents: 500_000n })
    const charge = splitCharge(priced, 1_500)
    expect(charge).toEqual({ base: 500_000n, markup: 75_000n, total: 575_000n, providerCost: 500_000n, margin: 0n })
    expect(toDollars(charge.total)).toBe('0.00575000')
    expect(explained).toBe('$2.00 per 1,000,000 input tokens and $6.00 per 1,000,000 output tokens.')
  })

  it('S3: 400 microcents a character: "Hello, world!" = 5,200', () => {
    const { lines, explained } = reducePrice({ microcents: 400, per: 'character' })
    expect(priceOf(usageOf({ character: 'Hello, world!'.length }), versionOf(lines)).baseMicrocents).toBe(5_200n)
    expect(explained).toBe('$0.000004 per character.')
  })

  it('S4: 150 ¢ per 1,000 pages: 3 pages = 450,000, and a price per call adds up in the same sum', () => {
    const pages = { cents: 150, per: 1_000, unit: 'page' }
    expect(priceOf(usageOf({ page: 3 }), versionOf(reducePrice(pages).lines)).baseMicrocents).toBe(450_000n)
    const { lines, explained } = reducePrice([{ cents: 1, per: 1, unit: 'call' }, pages])
    expect(priceOf(usageOf({ call: 1, page: 3 }), versionOf(lines)).baseMicrocents).toBe(1_450_000n)
    expect(explained).toBe('$0.01 per call and $1.50 per 1,000 pages.')
  })

  it('a developer’s own service has no provider cost: all of its base is margin', () => {
    const { lines } = reducePrice({ microcents: 400, per: 'character' }, 'developer')
    expect(priceOf(usageOf({ character: 10 }), versionOf(lines))).toEqual({ baseMicrocents: 4_000n, costMicrocents: 0n })
  })
})

describe('one rounding per call', () => {
  it('G40: three meters of a third of a microcent each are one microcent, not three', () => {
    const third = versionOf([line('input', 333_333n), line('output', 333_333n), line('cached_input', 333_333n)])
    expect(priceOf(usageOf({ input: 1, output: 1, cached_input: 1 }), third).baseMicrocents).toBe(1n)
    expect(priceOf(usageOf({ input: 1 }), third).baseMicrocents).toBe(1n)
    expect(priceOf(usageOf({}), third).baseMicrocents).toBe(0n)
  })

  it('G40: a call is never priced below its exact cost, and less than one microcent above it', () => {
    const units = fc.integer({ min: 0, max: 2_000_000 })
    const price = fc.bigInt({ min: 1n, max: 100_000_000_000n })
    fc.assert(
      fc.property(units, units, price, price, (input, output, inputPrice, outputPrice) => {
        const version = versionOf([line('input', inputPrice), line('output', outputPrice)])
        const exact = BigInt(input) * inputPrice + BigInt(output) * outputPrice
        const charged = priceOf(usageOf({ input, output }), version).baseMicrocents * 1_000_000n
        expect(charged >= exact && charged < exact + 1_000_000n).toBe(true)
      }),
      { numRuns: 5_000 },
    )
  })
})

describe('token classes', () => {
  const claude = versionOf([
    line('input', dollars('3')),
    line('cached_input', dollars('0.3')),
    line('cache_write', dollars('3.75')),
    line('output', dollars('15')),
  ])
  const reported: ReportedTokens = { input: 1_000, output: 100, cached: 'inside input', reasoningIs: 'inside output' }

  it('G27: the same call costs the same whether the provider counts its cached tokens inside the input or beside it', () => {
    const inside = tokenUsage({ ...reported, cachedInput: 800 })
    const beside = tokenUsage({ ...reported, input: 200, cachedInput: 800, cached: 'beside input' })
    expect(inside).toEqual({ input: 200, cached_input: 800, output: 100 })
    expect(beside).toEqual(inside)
  })

  it('G28: cached tokens cost the cached price: 200 × $3 + 800 × $0.30 + 100 × $15 per million = 234,000 microcents', () => {
    expect(priceOf(tokenUsage({ ...reported, cachedInput: 800 }), claude).baseMicrocents).toBe(234_000n)
  })

  it('G28: where no cached price is known, cached tokens cost the input price', () => {
    const plain = versionOf([line('input', dollars('3')), line('output', dollars('15'))])
    const usage = tokenUsage({ ...reported, cachedInput: 800 })
    expect(priceOf(usage, plain).baseMicrocents).toBe(priceOf(usageOf({ input: 1_000, output: 100 }), plain).baseMicrocents)
  })

  it('G29: reasoning is output, once, whether the provider counts it inside or beside', () => {
    expect(tokenUsage({ ...reported, output: 100, reasoning: 60 }).output).toBe(100)
    expect(tokenUsage({ ...reported, output: 40, reasoning: 60, reasoningIs: 'beside output' }).output).toBe(100)
  })

  it('G31: parts of an input never add up to more than the input the provider named', () => {
    const count = fc.integer({ min: 0, max: 10_000 })
    fc.assert(
      fc.property(count, count, count, (input, cachedInput, cacheWrite) => {
        const usage = tokenUsage({ ...reported, input, cachedInput, cacheWrite })
        expect((usage.input ?? 0) + (usage.cached_input ?? 0) + (usage.cache_write ?? 0)).toBe(input)
      }),
    )
  })

  it('G33: above the long-context threshold the whole call costs the higher price, at the threshold the lower', () => {
    const gemini = versionOf([
      line('input', dollars('1.25')),
      line('input', dollars('2.5'), 200_000),
      line('cached_input', dollars('0.125')),
      line('cached_input', dollars('0.25'), 200_000),
      line('output', dollars('10')),
      line('output', dollars('15'), 200_000),
    ])
    expect(priceOf(usageOf({ input: 200_000, output: 1_000 }), gemini).baseMicrocents).toBe(26_000_000n)
    expect(priceOf(usageOf({ input: 200_001, output: 1_000 }), gemini).baseMicrocents).toBe(51_500_250n)
    expect(priceOf(usageOf({ input: 1, cached_input: 200_000, output: 1_000 }), gemini).baseMicrocents).toBe(6_500_250n)
  })
})
