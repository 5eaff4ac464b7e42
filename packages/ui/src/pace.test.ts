// How a limit is told.
import { describe, expect, it } from 'vitest'
import { paceSentence, shareOf } from './pace.ts'

describe('a limit', () => {
  it('is at 100 % only when all of it is gone', () => {
    expect(shareOf('1999999999', '2000000000')).toBe(99)
    expect(shareOf('2000000000', '2000000000')).toBe(100)
    expect(shareOf('0', '0')).toBe(100)
  })

  it('says what is left and how the pace is', () => {
    const limit = '2000000000'
    expect(paceSentence({ spent: '720000000', limit })).toBe('36 % used, $12.80 left.')
    expect(paceSentence({ spent: '720000000', limit, periodShare: 0.66 })).toBe('36 % used, $12.80 left; slower than an even pace.')
    expect(paceSentence({ spent: '1740000', limit })).toBe('Less than 1 % used, $19.98 left.')
    expect(paceSentence({ spent: '0', limit })).toBe('0 % used, $20.00 left.')
    expect(paceSentence({ spent: '1860000000', limit, periodShare: 0.66 })).toContain('faster')
    expect(paceSentence({ spent: '1320000000', limit, periodShare: 0.66 })).toContain('on pace')
  })

  it('says that calls are refused when it is reached, or what else it limits', () => {
    expect(paceSentence({ spent: '2000000000', limit: '2000000000' })).toBe(
      'Limit reached. Calls are refused until it is raised or renewed.',
    )
    expect(paceSentence({ spent: '2000000000', limit: '2000000000', whenReached: 'No more this month.' })).toBe('No more this month.')
  })
})
