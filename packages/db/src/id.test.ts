// What ids promise: sortable, spelled back and forth, and never mistaken for another kind.
import { describe, expect, it } from 'vitest'
import { madeAt, newId, parsePublicId, publicId } from './id.ts'

describe('an id', () => {
  it('sorts by the time it was made', () => {
    const earlier = newId(1_000)
    const later = newId(2_000)
    expect(earlier < later).toBe(true)
    expect(madeAt(later).getTime()).toBe(2_000)
  })

  it('survives the way out and back', () => {
    for (let round = 0; round < 1_000; round++) {
      const id = newId()
      expect(parsePublicId(publicId('charge', id), 'charge')).toBe(id)
    }
  })

  it('is not read from another kind, a wrong length or a foreign letter', () => {
    const text = publicId('charge', newId())
    expect(parsePublicId(text, 'order')).toBeUndefined()
    expect(parsePublicId(text.slice(0, -1), 'charge')).toBeUndefined()
    expect(parsePublicId(`${text.slice(0, -1)}u`, 'charge')).toBeUndefined()
    expect(parsePublicId('ch_zzzzzzzzzzzzzzzzzzzzzzzzzz', 'charge')).toBeUndefined()
  })
})
