// Moments in words, and exactly.
import { describe, expect, it } from 'vitest'
import { exactUtc, relativeTime } from './relative-time.ts'

const now = new Date('2026-11-21T12:00:00Z')

describe('a moment', () => {
  it('is relative within a week and a date beyond', () => {
    expect(relativeTime(new Date('2026-11-21T11:59:30Z'), now)).toBe('just now')
    expect(relativeTime(new Date('2026-11-21T11:57:00Z'), now)).toBe('3 minutes ago')
    expect(relativeTime(new Date('2026-11-20T12:00:00Z'), now)).toBe('yesterday')
    expect(relativeTime(new Date('2026-11-24T12:00:00Z'), now)).toBe('in 3 days')
    expect(relativeTime(new Date('2026-11-02T12:00:00Z'), now)).toBe('2 Nov')
    expect(relativeTime(new Date('2025-11-02T12:00:00Z'), now)).toBe('2 Nov 2025')
  })

  it('is exact to the second in UTC', () => {
    expect(exactUtc(new Date('2026-11-21T12:04:09.120Z'))).toBe('2026-11-21 12:04:09 UTC')
  })
})
