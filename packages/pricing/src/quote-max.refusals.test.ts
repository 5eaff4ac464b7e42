// Limits that are no limits.
import { describe, expect, it } from 'vitest'
import { findModel } from './models.ts'
import { readPrice } from './price-book.ts'
import { quoteMax } from './quote-max.ts'

const at = new Date('2026-10-01T00:00:00Z')
const model = findModel('gpt-4o')
const candidate = { model, priceVersion: readPrice(model, { id: 'gpt-4o', at, startsAt: at }), inputUnitsMax: 100 }

describe('quoteMax', () => {
  it.each([0, -1, 0.5, Number.NaN, 1e30])('G41: max_tokens %s is refused', (outputUnitsWanted) => {
    expect(() => quoteMax({ candidates: [candidate], outputUnitsWanted })).toThrow(/max_tokens must be a whole number/)
  })

  it.each([0, -1, 1.5, 129])('G41: n = %s is refused', (choices) => {
    expect(() => quoteMax({ candidates: [candidate], choices })).toThrow(/n must be a whole number/)
  })

  it('an input that was not bounded is refused', () => {
    expect(() => quoteMax({ candidates: [{ ...candidate, inputUnitsMax: Number.NaN }] })).toThrow(/whole number of units/)
  })

  it('G32: a service tier that has no price is refused before the call', () => {
    expect(() => quoteMax({ candidates: [candidate], serviceTier: 'priority' })).toThrow(/no price/)
  })

  it('more than five models are refused', () => {
    expect(() => quoteMax({ candidates: Array.from({ length: 6 }, () => candidate) })).toThrow()
  })
})
