// The only divisions of money: the direction is in the name, and nothing is lost between them.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Microcents, microcents } from './microcents.ts'
import { basisPointsDown, basisPointsUp, divideDown, divideUp } from './round.ts'

const amount = fc.bigInt({ min: 0n, max: 10n ** 14n }).map((value) => microcents(value))
const numerator = fc.bigInt({ min: 0n, max: 10n ** 24n })
const denominator = fc.bigInt({ min: 10n ** 6n, max: 10n ** 12n })
const bps = fc.integer({ min: 0, max: 100_000 })

describe('dividing', () => {
  it('up and down enclose the true quotient, and differ by the rest only', () => {
    fc.assert(
      fc.property(numerator, denominator, (top, bottom) => {
        const [down, up] = [divideDown(top, bottom), divideUp(top, bottom)]
        return down * bottom <= top && top < (down + 1n) * bottom && up * bottom >= top && up - down === (top % bottom === 0n ? 0n : 1n)
      }),
      { numRuns: 20_000 },
    )
  })

  it('refuses what has no direction: below zero, or by nothing', () => {
    for (const divide of [divideUp, divideDown]) {
      expect(() => divide(-1n, 1n)).toThrow()
      expect(() => divide(1n, 0n)).toThrow()
      expect(() => divide(1n, -1n)).toThrow()
    }
  })

  it('refuses a quotient that cannot be stored', () => {
    expect(() => divideDown(10n ** 19n, 1n)).toThrow(/out of range/)
  })
})

describe('basis points', () => {
  it('S2: 15 % of 500,000 microcents is 75,000', () => {
    expect(basisPointsDown(500_000n as Microcents, 1_500)).toBe(75_000n)
  })

  it('rounded down are never above the percentage shown, rounded up never below, and both within one microcent', () => {
    fc.assert(
      fc.property(amount, bps, (base, markupBps) => {
        const exact = base * BigInt(markupBps)
        const [down, up] = [basisPointsDown(base, markupBps), basisPointsUp(base, markupBps)]
        return down * 10_000n <= exact && exact <= up * 10_000n && up - down <= 1n
      }),
      { numRuns: 20_000 },
    )
  })

  it('of a whole are at least those of its parts: splitting a call earns nobody more', () => {
    fc.assert(
      fc.property(amount, amount, bps, (one, other, markupBps) => {
        const whole = basisPointsDown(microcents(one + other), markupBps)
        const parts = basisPointsDown(one, markupBps) + basisPointsDown(other, markupBps)
        return whole - parts === 0n || whole - parts === 1n
      }),
      { numRuns: 20_000 },
    )
  })

  it('that are no whole number, or below zero, are refused', () => {
    expect(() => basisPointsDown(1n as Microcents, 0.5)).toThrow()
    expect(() => basisPointsDown(1n as Microcents, -1)).toThrow()
    expect(() => basisPointsUp(1n as Microcents, Number.NaN)).toThrow()
  })
})
