// What an API key promises: its form, its checksum, and that only its hash is needed to know it again.
import { crc32 } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { hashApiKey, issueApiKey, looksLikeApiKey } from './api-key.ts'

const request = { organizationId: 'o', appId: 'a', mode: 'live', billingMode: 'user', name: 'Server' } as const

describe('an API key', () => {
  it('says in its first letters whether it spends real money', () => {
    expect(issueApiKey(request).secret).toMatch(/^sk-farebox-live-[0-9A-Za-z]{38}$/)
    expect(issueApiKey({ ...request, mode: 'sandbox' }).secret).toMatch(/^sk-farebox-test-[0-9A-Za-z]{38}$/)
  })

  it('ends in the CRC-32 of the rest, in base 62', () => {
    const { secret } = issueApiKey(request)
    const digits = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
    const value = Array.from(secret.slice(-6)).reduce((sum, letter) => sum * 62 + digits.indexOf(letter), 0)
    expect(value).toBe(crc32(secret.slice(0, -6)))
    expect(looksLikeApiKey(secret)).toBe(true)
  })

  it('is not a key with any one letter changed, missing or added', () => {
    const { secret } = issueApiKey(request)
    fc.assert(
      fc.property(fc.nat(secret.length - 1), fc.constantFrom(...'09AZaz-'), (place, letter) => {
        const before = secret.slice(0, place)
        const after = secret.slice(place + 1)
        expect(looksLikeApiKey(before + letter + after)).toBe(secret[place] === letter)
        expect(looksLikeApiKey(before + after)).toBe(false)
        expect(looksLikeApiKey(`${before}${secret[place]}${letter}${after}`)).toBe(false)
      }),
    )
  })

  it('is not what other vendors send', () => {
    for (const text of [
      '',
      'sk-proj-abc',
      'Bearer',
      'sk-farebox-live-',
      `sk-farebox-prod-${'a'.repeat(38)}`,
      'pk-farebox-live-x',
      '\u0000',
    ])
      expect(looksLikeApiKey(text)).toBe(false)
  })

  it('is kept as a hash that does not contain it, and with the four letters its owner may see', () => {
    const { secret, row } = issueApiKey({ ...request, scopes: ['balance:read'] })
    expect(Buffer.from(row.secretHash)).toEqual(Buffer.from(hashApiKey(secret)))
    expect(row.secretHash).toHaveLength(32)
    expect(row.lastFour).toBe(secret.slice(-4))
    expect(JSON.stringify(row)).not.toContain(secret)
    expect(row).toMatchObject({
      organizationId: 'o',
      appId: 'a',
      mode: 'live',
      billingMode: 'user',
      name: 'Server',
      scopes: ['balance:read'],
    })
  })

  it('is never made twice', () => {
    const secrets = Array.from({ length: 2_000 }, () => issueApiKey(request).secret)
    expect(new Set(secrets).size).toBe(secrets.length)
  })
})
