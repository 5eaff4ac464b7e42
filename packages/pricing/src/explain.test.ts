// One sentence says the same as the numbers beside it.
import { describe, expect, it } from 'vitest'
import { explainLines } from './explain.ts'
import { reducePrice } from './price.ts'
import type { PriceLine } from './price-version.ts'

const line = (meter: string, price: bigint, more: Partial<PriceLine> = {}): PriceLine => ({
  meter,
  aboveUnits: 0,
  serviceTier: 'standard',
  priceMicrocentsPerMillion: price,
  costMicrocentsPerMillion: price,
  ...more,
})

describe('explainLines', () => {
  it('speaks of tokens by the million, whatever the order of the lines', () => {
    expect(explainLines([line('output', 1_000_000_000n), line('cached_input', 125_000_000n), line('input', 250_000_000n)])).toBe(
      '$2.50 per 1,000,000 input tokens, $10.00 per 1,000,000 output tokens and $1.25 per 1,000,000 cached input tokens.',
    )
  })

  it('gives long-context prices a sentence of their own, and leaves out tiers that are not sold', () => {
    const lines = [
      line('input', 125_000_000n),
      line('input', 250_000_000n, { aboveUnits: 200_000 }),
      line('input', 1n, { serviceTier: 'flex' }),
    ]
    expect(explainLines(lines)).toBe('$1.25 per 1,000,000 input tokens. Above 200,000 input tokens: $2.50 per 1,000,000 input tokens.')
  })

  it.each([
    [{ microcents: 400, per: 'character' }, '$0.000004 per character.'],
    [{ cents: 150, per: 1_000, unit: 'page' }, '$0.0015 per page.'],
    [{ cents: 1, per: 1_000_000_000, unit: 'event' }, '$0.00000001 per 1,000 events.'],
    [{ cents: 3, per: 1_000_000, unit: 'megabyte_day' }, '$0.00000003 per megabyte day.'],
    [
      [
        { cents: 1, per: 1, unit: 'call' },
        { cents: 150, per: 1_000, unit: 'page' },
      ],
      '$0.01 per call and $0.0015 per page.',
    ],
  ])('%o is said as the smallest round number that costs whole microcents', (form, sentence) => {
    expect(explainLines(reducePrice(form).lines)).toBe(sentence)
  })
})
