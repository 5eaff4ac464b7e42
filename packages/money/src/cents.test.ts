// Cents exist only at Stripe: going there loses nothing, or is refused.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fromCents, toCents, wholeCents } from './cents.ts'
import { type Microcents, microcents } from './microcents.ts'

const cents = fc.integer({ min: 0, max: 99_999_999_999 })

describe('cents', () => {
  it('go to microcents and back, whole', () => {
    expect(fromCents(1)).toBe(1_000_000n)
    expect(fromCents(405)).toBe(405_000_000n)
    fc.assert(
      fc.property(cents, (amount) => toCents(fromCents(amount)) === amount),
      { numRuns: 10_000 },
    )
  })

  it('are refused where a fraction would be lost', () => {
    expect(() => toCents(1_000_001n as Microcents)).toThrow()
    expect(() => toCents(999_999n as Microcents)).toThrow()
    for (const nonsense of [0.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53]) expect(() => fromCents(nonsense)).toThrow()
  })

  it('M72: of a payout are floored, and what is left stays where it was', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 10n ** 15n }), (amount) => {
        const left = amount - fromCents(wholeCents(microcents(amount)))
        return left >= 0n && left < 1_000_000n
      }),
      { numRuns: 10_000 },
    )
  })
})
