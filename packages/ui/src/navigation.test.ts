// Which place is marked as the current one.
import { describe, expect, it } from 'vitest'
import { currentHref } from './navigation.ts'

const groups = [{ links: ['/', '/apps', '/apps/1/keys'].map((href) => ({ href, label: href, icon: null })) }]

describe('the navigation', () => {
  it('marks the longest place that fits', () => {
    expect(currentHref('/', groups)).toBe('/')
    expect(currentHref('/apps/1', groups)).toBe('/apps')
    expect(currentHref('/apps/1/keys/2', groups)).toBe('/apps/1/keys')
  })

  it('marks nothing for a place that only starts alike', () => {
    expect(currentHref('/appstore', groups)).toBeUndefined()
  })
})
