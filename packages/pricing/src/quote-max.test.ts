// The hold is never smaller than the charge.
import { microcents } from '@farebox/money'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { markupMax, markupOn } from './markup.ts'
import { findModel } from './models.ts'
import { readPrice } from './price-book.ts'
import { priceOf } from './price-of.ts'
import type { PriceLine, PriceVersion } from './price-version.ts'
import { quotedBase, quotedTotal, quoteMax, quoteService } from './quote-max.ts'
import { inputUnitsOf, usageOf } from './usage.ts'

const at = new Date('2026-10-01T00:00:00Z')
const model = (name: string) => findModel(name)
const version = (name: string) => readPrice(model(name), { id: name, at, startsAt: at })
const candidate = (name: string, inputUnitsMax: number) => ({ model: model(name), priceVersion: version(name), inputUnitsMax })

describe('quoteMax', () => {
  it('gpt-4o, 1,000 in and 100 out at most: 250,000 + 100,000 microcents, and the minimum is 64 tokens', () => {
    const quote = quoteMax({ candidates: [candidate('gpt-4o', 1_000)], outputUnitsWanted: 100 })
    expect(quote).toEqual({
      fixedNumerator: 250_000_000_000n,
      unitPriceMicrocentsPerMillion: 1_000_000_000n,
      unitsWanted: 100,
      unitsMinimum: 64,
      priceVersionIds: ['gpt-4o'],
    })
    expect(quotedBase(quote)).toBe(350_000n)
    expect(quotedTotal(quote, 1_500)).toBe(402_500n)
  })

  it('without a limit the output is the least of the model’s maximum and the app’s default', () => {
    const wanted = (name: string, outputUnitsDefault?: number) =>
      quoteMax({ candidates: [candidate(name, 1)], outputUnitsDefault }).unitsWanted
    expect(wanted('o1-mini')).toBe(16_384)
    expect(wanted('o1-mini', 100_000)).toBe(65_536)
    expect(wanted('gpt-4o', 500)).toBe(500)
  })

  it('a smaller limit of the caller is also the minimum', () => {
    expect(quoteMax({ candidates: [candidate('gpt-4o', 1)], outputUnitsWanted: 8 })).toMatchObject({ unitsWanted: 8, unitsMinimum: 8 })
  })

  it('n answers reserve n times the output, and the input once', () => {
    const one = quoteMax({ candidates: [candidate('gpt-4o', 1_000)], outputUnitsWanted: 100 })
    const three = quoteMax({ candidates: [candidate('gpt-4o', 1_000)], outputUnitsWanted: 100, choices: 3 })
    expect(quotedBase(three) - quotedBase(one)).toBe(200_000n)
  })

  it('with fallback models it is the most over all of them, and each price version is frozen once', () => {
    const mixed = quoteMax({
      candidates: [candidate('gpt-4o-mini', 1_000), candidate('claude-sonnet-4', 1_000), candidate('gpt-4o-mini', 1_000)],
    })
    expect(mixed.fixedNumerator).toBe(1_000n * 300_000_000n)
    expect(mixed.unitPriceMicrocentsPerMillion).toBe(1_500_000_000n)
    expect(mixed.priceVersionIds).toEqual(['gpt-4o-mini', 'claude-sonnet-4'])
  })

  it('G7: a bound above the long-context threshold reserves the higher price; input beyond the context window is never billed', () => {
    expect(quoteMax({ candidates: [candidate('gemini-2.5-pro', 200_001)] }).unitPriceMicrocentsPerMillion).toBe(1_500_000_000n)
    expect(quoteMax({ candidates: [candidate('gpt-4o', 5_000_000)] }).fixedNumerator).toBe(128_000n * 250_000_000n)
  })

  it('writing the provider’s cache is reserved at its own price', () => {
    const fixed = (cacheWrites: 'none' | 'five minutes' | 'one hour') =>
      quoteMax({ candidates: [candidate('claude-sonnet-4', 1)], cacheWrites }).fixedNumerator
    expect([fixed('none'), fixed('five minutes'), fixed('one hour')]).toEqual([300_000_000n, 375_000_000n, 600_000_000n])
  })

  it('a metered service reserves its units and its price per call', () => {
    const lines: PriceLine[] = ['call', 'page'].map((meter) => ({
      meter,
      aboveUnits: 0,
      serviceTier: 'standard',
      priceMicrocentsPerMillion: 1_000_000_000_000n,
      costMicrocentsPerMillion: 0n,
    }))
    const service: PriceVersion = { id: 'ocr', model: 'ocr', provider: 'pixel-pals', startsAt: at, source: 'developer', lines }
    expect(quotedBase(quoteService(service, 'page', 3))).toBe(4_000_000n)
  })
})

describe('properties', () => {
  const price = fc.bigInt({ min: 1n, max: 20_000_000_000n })
  const tieredLines = fc.record({
    input: price,
    cached: price,
    output: price,
    longInput: price,
    longOutput: price,
    threshold: fc.integer({ min: 1, max: 50_000 }),
  })
  const linesOf = (given: {
    input: bigint
    cached: bigint
    output: bigint
    longInput: bigint
    longOutput: bigint
    threshold: number
  }): PriceLine[] =>
    [
      { meter: 'input', aboveUnits: 0, price: given.input },
      { meter: 'input', aboveUnits: given.threshold, price: given.longInput },
      { meter: 'cached_input', aboveUnits: 0, price: given.cached },
      { meter: 'output', aboveUnits: 0, price: given.output },
      { meter: 'output', aboveUnits: given.threshold, price: given.longOutput },
    ].map(({ meter, aboveUnits, price }) => ({
      meter,
      aboveUnits,
      serviceTier: 'standard',
      priceMicrocentsPerMillion: price,
      costMicrocentsPerMillion: price,
    }))
  const share = fc.double({ min: 0, max: 1, noNaN: true })

  it('M10: what a call costs is at most what was quoted, whenever it used at most the units quoted, for every markup', () => {
    fc.assert(
      fc.property(
        fc.array(tieredLines, { minLength: 1, maxLength: 3 }),
        fc.integer({ min: 0, max: 100_000 }),
        fc.integer({ min: 1, max: 20_000 }),
        fc.integer({ min: 1, max: 4 }),
        fc.integer({ min: 0, max: 100_000 }),
        share,
        share,
        share,
        (prices, inputUnitsMax, outputUnitsWanted, choices, markupBps, inputShare, cachedShare, outputShare) => {
          const facts = { contextLength: 1_000_000, maxOutputUnits: 20_000 }
          const versions = prices.map(
            (given, n): PriceVersion => ({ id: `${n}`, model: 'm', provider: 'p', startsAt: at, source: '', lines: linesOf(given) }),
          )
          const quote = quoteMax({
            candidates: versions.map((priceVersion) => ({ model: facts, priceVersion, inputUnitsMax })),
            outputUnitsWanted,
            choices,
          })
          const read = Math.floor(inputUnitsMax * inputShare)
          const cached = Math.floor(read * cachedShare)
          const granted = Math.max(1, Math.floor(quote.unitsWanted * outputShare))
          const usage = usageOf({ input: read - cached, cached_input: cached, output: Math.floor(granted * choices * outputShare) })
          for (const answered of versions) {
            const { baseMicrocents } = priceOf(usage, answered)
            expect(inputUnitsOf(usage)).toBeLessThanOrEqual(inputUnitsMax)
            expect(baseMicrocents <= quotedBase(quote, granted)).toBe(true)
            expect(baseMicrocents + markupOn(baseMicrocents, markupBps) <= quotedTotal(quote, markupBps, granted)).toBe(true)
          }
        },
      ),
      { numRuns: 5_000 },
    )
  })

  it('M68: the markup taken is never above the markup reserved, and less than a microcent below it', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 10n ** 12n }), fc.integer({ min: 0, max: 100_000 }), (amount, markupBps) => {
        const gap = markupMax(microcents(amount), markupBps) - markupOn(microcents(amount), markupBps)
        expect(gap === 0n || gap === 1n).toBe(true)
      }),
    )
  })
})
