// Money on a screen: a balance never promises a cent that is not there, and a charge that is not zero never reads $0.00.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseDollars, toDollars } from './dollars.ts'
import { formatBalance, formatCharge, formatExact } from './format.ts'
import { MICROCENTS_MAX, type Microcents, microcents } from './microcents.ts'

const owed = (dollars: string) => microcents(-parseDollars(dollars))
const stored = fc.bigInt({ min: 0n, max: MICROCENTS_MAX }).map((value) => microcents(value))
const small = fc.bigInt({ min: 1n, max: 99_999_999n }).map((value) => microcents(value))

const balances: [dollars: string, shown: string][] = [
  ['8.4715', '$8.47'],
  ['0.999999', '$0.99'],
  ['0.00999999', '$0.00'],
  ['0', '$0.00'],
  ['1234567.899', '$1,234,567.89'],
  ['92233720368.54775807', '$92,233,720,368.54'],
]
const charges: [dollars: string, shown: string][] = [
  ['1.239', '$1.23'],
  ['1', '$1.00'],
  ['0.99999999', '$0.9999'],
  ['0.5', '$0.50'],
  ['0.01234', '$0.0123'],
  ['0.01', '$0.01'],
  ['0.00999999', '$0.0099'],
  ['0.00125', '$0.0012'],
  ['0.0012', '$0.0012'],
  ['0.00575', '$0.0057'],
  ['0.0000002', '$0.00000020'],
  ['0.00000001', '$0.00000001'],
  ['0', '$0.00'],
]

describe('a balance', () => {
  for (const [dollars, shown] of balances)
    it(`of ${dollars} reads ${shown}`, () => expect(formatBalance(parseDollars(dollars))).toBe(shown))

  it('that is owed is rounded away from zero, and is never $0.00 with a sign', () => {
    expect(formatBalance(owed('0.001'))).toBe('-$0.01')
    expect(formatBalance(owed('12.50'))).toBe('-$12.50')
    expect(formatBalance(0n as Microcents)).toBe('$0.00')
  })

  it('is never more than there is, and less than a cent below it', () => {
    const holds = (amount: Microcents) => {
      const shown = parseDollars(formatBalance(amount).replace(/[$,]/g, ''))
      return shown <= amount && amount - shown < 1_000_000n
    }
    fc.assert(fc.property(stored, holds), { numRuns: 5_000 })
    fc.assert(fc.property(small, holds), { numRuns: 5_000 })
  })
})

describe('a charge', () => {
  for (const [dollars, shown] of charges) it(`of ${dollars} reads ${shown}`, () => expect(formatCharge(parseDollars(dollars))).toBe(shown))

  it('that is not zero never reads as zero, and is never shown as more than it is', () => {
    const holds = (amount: Microcents) => {
      const shown = parseDollars(formatCharge(amount).replace(/[$,]/g, ''))
      return shown > 0n && shown <= amount && (amount - shown) * 10n < amount
    }
    fc.assert(fc.property(small, holds), { numRuns: 10_000 })
  })

  it('given back carries its sign, and never -$0.00', () => {
    expect(formatCharge(owed('0.0012'))).toBe('-$0.0012')
    expect(formatCharge(owed('3.999'))).toBe('-$3.99')
  })
})

describe('an exact amount', () => {
  it('shows every stored digit, also those a float would lose', () => {
    expect(formatExact(parseDollars('0.012345'))).toBe('$0.01234500')
    expect(formatExact(9_007_199_254_740_993_123n as Microcents)).toBe('$90,071,992,547.40993123')
    fc.assert(
      fc.property(stored, (amount) => formatExact(amount).replace(/[$,]/g, '') === toDollars(amount)),
      { numRuns: 5_000 },
    )
  })
})
