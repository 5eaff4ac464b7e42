// What a chart says in words and numbers.
import { describe, expect, it } from 'vitest'
import { type ChartDay, daysSentence, formatAxis, formatValue, sharesSentence, topShares } from './chart-data.ts'

const series = [
  { id: 'mini', label: 'gpt-4o-mini' },
  { id: 'sonnet', label: 'claude-sonnet-4' },
]
const days: ChartDay[] = [
  { date: '2026-11-20', values: { mini: '100000000', sonnet: '50000000' } },
  { date: '2026-11-21', values: { mini: '250000000' }, isPartial: true },
]

describe('the sentence beside a chart', () => {
  it('gives the total, the highest day and the largest series', () => {
    expect(daysSentence(days, series, 'money', 'spent')).toBe('$4.00 spent in 2 days; most on 21 Nov ($2.50); 87 % of it gpt-4o-mini.')
  })

  it('counts calls without a currency', () => {
    expect(daysSentence([{ date: '2026-11-21', values: { mini: '1204' } }], series.slice(0, 1), 'count', 'calls')).toBe(
      '1,204 calls in 1 day; most on 21 Nov (1,204).',
    )
  })

  it('says so when there is nothing', () => {
    expect(daysSentence([{ date: '2026-11-21', values: { mini: '0' } }], series, 'money', 'spent')).toBe('Nothing spent in 1 day.')
    expect(sharesSentence([], 'money', 'spent')).toBe('Nothing spent yet.')
    expect(sharesSentence([], 'count', 'calls')).toBe('No calls yet.')
  })

  it('sums exactly where floats would not', () => {
    const values = Object.fromEntries(Array.from({ length: 3 }, (_, index) => [`app${index}`, '10000001']))
    expect(daysSentence([{ date: '2026-11-21', values }], series.slice(0, 1), 'money', 'spent')).toContain('$0.30 spent')
    expect(formatValue('30000003', 'money')).toBe('$0.30')
  })
})

describe('shares', () => {
  it('keep the largest eight and add up with the rest', () => {
    const rows = Array.from({ length: 11 }, (_, index) => ({ id: `${index}`, label: `App ${index}`, value: `${(index + 1) * 10}` }))
    const shown = topShares(rows)
    expect(shown).toHaveLength(9)
    expect(shown[0]?.label).toBe('App 10')
    expect(shown[8]).toEqual({ id: 'other', label: '3 others', value: 60n })
    expect(shown.reduce((total, row) => total + BigInt(row.value), 0n)).toBe(660n)
  })
})

describe('an axis', () => {
  it('is compact for large amounts and honest for small ones', () => {
    expect(formatAxis(42_000, 'money')).toBe('$42K')
    expect(formatAxis(1.5, 'money')).toBe('$1.50')
    expect(formatAxis(0.004, 'money')).toBe('$0.004')
    expect(formatAxis(1200, 'count')).toBe('1.2K')
  })
})
