// Cuts a server-sent event stream into its events, wherever the network cut it.
import { StringDecoder } from 'node:string_decoder'

/** An event that never ends is not an event. */
const EVENT_LENGTH_MAX = 4 * 1024 * 1024

export class EventStream {
  readonly #decoder = new StringDecoder('utf8')
  #rest = ''

  /** The whole events that are complete now, each as it came, without its closing empty line. */
  push(bytes: Buffer): string[] {
    const text = this.#rest + this.#decoder.write(bytes)
    const events = text.includes('\r') ? text.split(/\r?\n\r?\n/) : text.split('\n\n')
    this.#rest = events.pop() ?? ''
    if (this.#rest.length > EVENT_LENGTH_MAX) throw new Error('an event is too long')
    return events
  }

  /** What came after the last whole event. */
  rest(): string {
    return this.#rest + this.#decoder.end()
  }
}

/** The data of an event; undefined for comments. */
export function dataOf(event: string): string | undefined {
  if (event.startsWith('data: ') && !event.includes('\n')) return event.slice(6)
  const lines = event.split(/\r?\n/).filter((line) => line.startsWith('data:'))
  return lines.length === 0 ? undefined : lines.map((line) => line.slice(line[5] === ' ' ? 6 : 5)).join('\n')
}

export const DONE = '[DONE]'
export const writeEvent = (data: string) => `data: ${data}\n\n`
export const writeComment = (comment: string) => `: ${comment}\n\n`
