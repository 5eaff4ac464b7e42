// A link that stops spending is ours, whole and recent, or it is nothing.
import { newId } from '@farebox/db'
import { describe, expect, it } from 'vitest'
import { readStopLink, signStopLink } from './stop-link.ts'

const secret = 'the-secret-that-signs-links-in-mails'
const now = new Date('2026-11-21T12:00:00Z')
const link = { walletId: newId(), connectionId: newId(), expiresAt: new Date('2027-02-19T12:00:00Z') }

describe('a link that stops spending', () => {
  it('says which permission of which wallet, until when', () => {
    expect(readStopLink(secret, signStopLink(secret, link), now)).toEqual(link)
    const ofWallet = { ...link, connectionId: null }
    expect(readStopLink(secret, signStopLink(secret, ofWallet), now)).toEqual(ofWallet)
  })

  it('is refused with any letter changed, another’s signature, or another’s secret', () => {
    const token = signStopLink(secret, link)
    const other = signStopLink(secret, { ...link, connectionId: newId() })
    for (let place = 0; place < token.length - 1; place += 1) {
      // The last letter of a part carries bits that say nothing.
      if (token[place + 1] === '.') continue
      const changed = token.slice(0, place) + (token[place] === 'A' ? 'B' : 'A') + token.slice(place + 1)
      expect(() => readStopLink(secret, changed, now), `letter ${place}`).toThrow('not ours')
    }
    expect(() => readStopLink(secret, `${token.split('.')[0]}.${other.split('.')[1]}`, now)).toThrow('not ours')
    expect(() => readStopLink(`${secret}x`, token, now)).toThrow('not ours')
    for (const nonsense of ['', '.', token.slice(0, -1), `${token}A`, '../../etc']) {
      expect(() => readStopLink(secret, nonsense, now)).toThrow('not ours')
    }
  })

  it('ends after its time, and outlives the secret that signed it while both are known', () => {
    const token = signStopLink(secret, link)
    expect(() => readStopLink(secret, token, link.expiresAt)).toThrow('older than 90 days')
    expect(readStopLink(`a-new-secret-that-signs-from-now-on,${secret}`, token, now)).toEqual(link)
  })
})
