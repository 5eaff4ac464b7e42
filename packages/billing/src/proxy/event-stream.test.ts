// Events, wherever the network cut them.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { dataOf, EventStream } from './event-stream.ts'

describe('an event stream', () => {
  it('gives the same events however it is cut, in the middle of a letter too', () => {
    fc.assert(
      fc.property(
        fc.array(fc.string({ unit: 'grapheme' })),
        fc.array(fc.nat(400)),
        fc.constantFrom('\n', '\r\n'),
        (texts, cuts, newline) => {
          const events = texts.map((text) => `data: ${JSON.stringify({ text })}`)
          const bytes = Buffer.from(events.map((event) => event + newline + newline).join(''))
          const stream = new EventStream()
          const places = [0, ...cuts.map((cut) => cut % (bytes.length + 1)).sort((first, second) => first - second), bytes.length]
          const read = places.slice(1).flatMap((to, at) => stream.push(bytes.subarray(places[at], to)))
          // A CRLF cut in half waits for its other half.
          expect([...read, ...stream.push(Buffer.alloc(0))]).toEqual(events)
          expect(stream.rest()).toBe('')
        },
      ),
    )
  })

  it('knows data from comments, with and without a space, over several lines', () => {
    expect(dataOf('data: [DONE]')).toBe('[DONE]')
    expect(dataOf('data:{"a":1}')).toBe('{"a":1}')
    expect(dataOf(': ping')).toBeUndefined()
    expect(dataOf('event: x\nid: 3\ndata: {"a":\ndata: 1}')).toBe('{"a":\n1}')
  })

  it('refuses an event that never ends', () => {
    const stream = new EventStream()
    expect(() => stream.push(Buffer.alloc(5 * 1024 * 1024, 'x'))).toThrow('too long')
  })
})
