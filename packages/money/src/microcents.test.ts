// The unit: integers that PostgreSQL can store, and sums that notice when they no longer can.
import { describe, expect, it } from 'vitest'
import {
  greatest,
  least,
  MICROCENTS_MAX,
  MICROCENTS_PER_CENT,
  MICROCENTS_PER_DOLLAR,
  type Microcents,
  microcents,
  sum,
  ZERO,
} from './microcents.ts'

describe('microcents', () => {
  it('S1: a dollar is 100,000,000 and a cent 1,000,000', () => {
    expect([MICROCENTS_PER_DOLLAR, MICROCENTS_PER_CENT]).toEqual([100_000_000n, 1_000_000n])
  })

  it('are what PostgreSQL’s BIGINT holds, and nothing else', () => {
    expect(microcents('9223372036854775807')).toBe(MICROCENTS_MAX)
    expect(() => microcents(MICROCENTS_MAX + 1n)).toThrow(/out of range/)
    expect(() => microcents(-MICROCENTS_MAX - 1n)).toThrow(/out of range/)
    for (const nonsense of ['1.5', 'NaN', '1e3', 'one']) expect(() => microcents(nonsense)).toThrow()
  })

  it('add up exactly, and say so when the sum cannot be stored', () => {
    expect(sum([])).toBe(0n)
    expect(sum([1n, 2n, -3n, 9_007_199_254_740_993n].map((value) => microcents(value)))).toBe(9_007_199_254_740_993n)
    expect(() => sum([MICROCENTS_MAX as Microcents, 1n as Microcents])).toThrow(/out of range/)
  })

  it('compare', () => {
    const [one, two] = [microcents(1n), microcents(2n)]
    expect([least(two, one, ZERO), least(two), greatest(one, two, ZERO), greatest(one)]).toEqual([0n, 2n, 2n, 1n])
  })
})
