// Whatever people write, the integer form says the same: nothing is rounded on the way, or the form is refused.
import { AppError } from '@farebox/errors'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { splitCharge } from './markup.ts'
import { type Price, reducePrice } from './price.ts'
import { priceOf } from './price-of.ts'
import type { PriceLine, PriceVersion } from './price-version.ts'
import { quotedTotal, quoteService } from './quote-max.ts'
import { usageOf } from './usage.ts'

const versionOf = (lines: PriceLine[]): PriceVersion => ({
  id: '0198c0de-0000-7000-8000-000000000003',
  model: 'test-service',
  provider: 'test',
  startsAt: new Date(0),
  source: 'test',
  lines,
})
const cents = fc.integer({ min: 1, max: 1_000_000 })
const batch = fc.constantFrom(1, 10, 1_000, 1_000_000)
const unit = fc.constantFrom('page', 'character', 'minute')
const RUNS = { numRuns: 2_000 }

describe('the three forms', () => {
  it('S4: a whole batch costs exactly what is written on it', () => {
    fc.assert(
      fc.property(cents, batch, unit, (price, per, meter) => {
        const version = versionOf(reducePrice({ cents: price, per, unit: meter }).lines)
        expect(priceOf(usageOf({ [meter]: per }), version).baseMicrocents).toBe(BigInt(price) * 1_000_000n)
      }),
      RUNS,
    )
  })

  it('S3: n units at m microcents cost n × m', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1_000_000_000 }), fc.integer({ min: 0, max: 1_000_000 }), (price, units) => {
        const version = versionOf(reducePrice({ microcents: price, per: 'character' }).lines)
        expect(priceOf(usageOf({ character: units }), version).baseMicrocents).toBe(BigInt(price) * BigInt(units))
      }),
      RUNS,
    )
  })

  it('S2: token prices in cents per million are microcents per token', () => {
    fc.assert(
      fc.property(
        cents,
        cents,
        fc.integer({ min: 0, max: 1_000_000 }),
        fc.integer({ min: 0, max: 1_000_000 }),
        (input, output, read, written) => {
          const version = versionOf(reducePrice({ currency: 'usd-cents', tokens: 1_000_000, input, output }).lines)
          const exact = BigInt(read) * BigInt(input) + BigInt(written) * BigInt(output)
          expect(priceOf(usageOf({ input: read, output: written }), version).baseMicrocents).toBe(exact)
        },
      ),
      RUNS,
    )
  })

  it('a form is exact or refused, never rounded', () => {
    fc.assert(
      fc.property(cents, fc.integer({ min: 1, max: 1_000_000_000_000 }), (price, per) => {
        const exact = BigInt(price) * 1_000_000n * 1_000_000n
        const isEven = exact % BigInt(per) === 0n
        let line: PriceLine | undefined
        try {
          line = reducePrice({ cents: price, per, unit: 'page' }).lines[0]
        } catch (thrown) {
          expect(thrown).toBeInstanceOf(AppError)
        }
        expect(line !== undefined).toBe(isEven)
        if (line) expect(line.priceMicrocentsPerMillion * BigInt(per)).toBe(exact)
      }),
      RUNS,
    )
  })

  it('a fixed part and a variable part add up in one sum, and what is reserved covers what is settled', () => {
    fc.assert(
      fc.property(
        cents,
        cents,
        batch,
        fc.integer({ min: 1, max: 10_000 }),
        fc.integer({ min: 0, max: 10_000 }),
        fc.integer({ min: 0, max: 10_000 }),
        (fixed, price, per, most, used, markupBps) => {
          const forms: Price[] = [
            { cents: fixed, per: 1, unit: 'call' },
            { cents: price, per, unit: 'page' },
          ]
          const version = versionOf(reducePrice(forms).lines)
          const actual = Math.min(used, most)
          const priced = priceOf(usageOf({ call: 1, page: actual }), version)
          const exact = BigInt(fixed) * 1_000_000n * BigInt(per) + BigInt(actual) * BigInt(price) * 1_000_000n
          expect(priced.baseMicrocents).toBe((exact + BigInt(per) - 1n) / BigInt(per))
          expect(splitCharge(priced, markupBps).total <= quotedTotal(quoteService(version, 'page', most), markupBps)).toBe(true)
        },
      ),
      RUNS,
    )
  })
})
