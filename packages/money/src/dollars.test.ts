// Dollars in and out as text: every stored digit, and no float on the way. S1.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseDollars, toDollars } from './dollars.ts'
import { formatCharge, formatExact } from './format.ts'
import { MICROCENTS_MAX, type Microcents, microcents } from './microcents.ts'

const stored = fc.bigInt({ min: 0n, max: MICROCENTS_MAX }).map((value) => microcents(value))

describe('dollars', () => {
  const seeds: [said: string, dollars: string, amount: bigint, shown: string][] = [
    ['$1', '1', 100_000_000n, '$1.00'],
    ['0.1 ¢', '0.001', 100_000n, '$0.0010'],
    ['0.001 ¢', '0.00001', 1_000n, '$0.000010'],
  ]
  for (const [said, dollars, amount, shown] of seeds) {
    it(`S1: ${said} is ${amount} microcents, read, sent as JSON, read again and shown`, () => {
      const read = parseDollars(dollars)
      expect(read).toBe(amount)
      expect(parseDollars(Number(dollars))).toBe(amount)
      const received = JSON.parse(JSON.stringify({ charge: toDollars(read), charge_microcents: String(read) }))
      expect(parseDollars(received.charge)).toBe(amount)
      expect(microcents(received.charge_microcents)).toBe(amount)
      expect(formatCharge(read)).toBe(shown)
      expect(formatExact(read)).toBe(`$${toDollars(read)}`)
    })
  }

  const readings: [number | string, bigint][] = [
    [0, 0n],
    ['0', 0n],
    [0.5, 50_000_000n],
    ['0.50', 50_000_000n],
    ['00.50', 50_000_000n],
    [1e-7, 10n],
    [1.5e-7, 15n],
    [1e-8, 1n],
    ['0.00000001', 1n],
    ['90071992547.40993123', 9_007_199_254_740_993_123n],
  ]
  for (const [value, amount] of readings) {
    it(`reads ${typeof value} ${value} as ${amount}`, () => expect(parseDollars(value)).toBe(amount))
  }

  const nonsense = [
    Number.NaN,
    Number.POSITIVE_INFINITY,
    -1,
    -0.5,
    1e21,
    1e-9,
    1.5e-8,
    0.1 + 0.2,
    '',
    ' ',
    '-1',
    '+1',
    '1.',
    '.5',
    '1,5',
    '1e3',
    '0x10',
    '$1',
    '1 ',
    '١',
    '0.123456789',
    '123456789012',
    '99999999999',
  ]
  for (const value of nonsense) {
    it(`refuses ${typeof value} ${JSON.stringify(value)} (${value})`, () => expect(() => parseDollars(value)).toThrow())
  }

  it('come back as they went out, whatever the amount', () => {
    fc.assert(
      fc.property(stored, (amount) => toDollars(amount) === toDollars(parseDollars(toDollars(amount)))),
      { numRuns: 20_000 },
    )
    fc.assert(
      fc.property(stored, (amount) => parseDollars(toDollars(amount)) === amount),
      { numRuns: 20_000 },
    )
  })

  it('write every digit, and a sign where something is owed', () => {
    expect(toDollars(575_000n as Microcents)).toBe('0.00575000')
    expect(toDollars(-1n as Microcents)).toBe('-0.00000001')
    expect(toDollars(-123_456_789n as Microcents)).toBe('-1.23456789')
    expect(toDollars(MICROCENTS_MAX as Microcents)).toBe('92233720368.54775807')
  })
})
