// After signing in, nobody is sent to another website.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { safeReturnTo } from './return-to.ts'

describe('where to go after signing in', () => {
  it('is a path of this web app, with its query and fragment', () => {
    for (const path of ['/', '/top-up', '/charges?app=app_1&page=2#row', '/checkout/ord_1']) expect(safeReturnTo(path)).toBe(path)
  })

  it('is never another website, however it is spelled', () => {
    const hostile = [
      'https://evil.example',
      '//evil.example',
      '/\\evil.example',
      '\\\\evil.example',
      '/\t/evil.example',
      '/\n/evil.example',
      '/.//evil.example',
      '/./\\evil.example',
      '/x/..//evil.example',
      'javascript:alert(1)',
      ' //evil.example',
      'evil.example',
      '/%0d%0aLocation:x\r\n',
      '',
      `/${'a'.repeat(3_000)}`,
    ]
    for (const text of hostile) expect(new URL(safeReturnTo(text), 'https://wallet.example').origin).toBe('https://wallet.example')
    for (const text of hostile.slice(0, 9)) expect(safeReturnTo(text)).toBe('/')
  })

  it('is on this website whatever is asked', () => {
    const part = fc.constantFrom('/', '\\', '.', '..', '//', 'evil.example', '@', ':', '?', '#', '\t', '%2f', 'https:')
    fc.assert(
      fc.property(fc.array(part, { maxLength: 8 }), (parts) => {
        const path = safeReturnTo(parts.join(''))
        expect(new URL(path, 'https://wallet.example').origin).toBe('https://wallet.example')
      }),
      { numRuns: 2_000 },
    )
  })

  it('is not the sign-in itself, nor an address that is no page', () => {
    for (const path of ['/sign-in', '/sign-in/code', '/sign-in?returnTo=/x', '/api/auth/signout', null, undefined])
      expect(safeReturnTo(path)).toBe('/')
    expect(safeReturnTo('/sign-ins')).toBe('/sign-ins')
  })
})
