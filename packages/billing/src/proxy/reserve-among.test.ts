// What the money of a hold buys of each model: as much as it pays for, never more than is wanted, and nothing rather than too little.
import { type Quote, quotedBase } from '@farebox/pricing'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { unitsPaidBy } from './reserve-among.ts'

const quote = fc
  .record({
    fixedNumerator: fc.bigInt(0n, 10n ** 15n),
    unitPriceMicrocentsPerMillion: fc.bigInt(0n, 10n ** 11n),
    unitsWanted: fc.integer({ min: 1, max: 200_000 }),
  })
  .map((given): Quote => ({ ...given, unitsMinimum: Math.min(64, given.unitsWanted), priceVersionIds: ['v1'] }))
const base = fc.bigInt(0n, 10n ** 12n)

describe('the units a hold pays', () => {
  it('are never more than it pays, nor fewer than it could', () => {
    fc.assert(
      fc.property(quote, base, (quote, base) => {
        const units = unitsPaidBy(base, { quote }, true)
        if (units === 0) {
          expect(quotedBase(quote, quote.unitsMinimum)).toBeGreaterThan(base)
          return
        }
        expect(units).toBeGreaterThanOrEqual(quote.unitsMinimum)
        expect(units).toBeLessThanOrEqual(quote.unitsWanted)
        expect(quotedBase(quote, units)).toBeLessThanOrEqual(base)
        if (units < quote.unitsWanted) expect(quotedBase(quote, units + 1)).toBeGreaterThan(base)
      }),
      { numRuns: 2_000 },
    )
  })

  it('are all or none where the caller wants no clamp', () => {
    fc.assert(
      fc.property(quote, base, (quote, base) => {
        const units = unitsPaidBy(base, { quote }, false)
        expect(units).toBe(quotedBase(quote) <= base ? quote.unitsWanted : 0)
      }),
      { numRuns: 2_000 },
    )
  })
})
