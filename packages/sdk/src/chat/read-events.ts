// A stream of server-sent events as the API sends them: each `data:` is JSON, `[DONE]` is the end, comments keep the line open.
import { fareboxError } from '../errors.ts'

/** Throws a `FareboxError` for an error that comes in the middle of a stream: what was produced before it is charged. */
export async function* readEvents(body: ReadableStream<Uint8Array>): AsyncGenerator<unknown, void> {
  for await (const line of lines(body)) {
    if (!line.startsWith('data:')) continue
    const data = line.slice(5).trim()
    if (data === '[DONE]') return
    const event: unknown = JSON.parse(data)
    if (typeof event === 'object' && event !== null && 'error' in event) throw fareboxError({ body: event })
    yield event
  }
}

/** Read by a reader, since not every browser can iterate a stream. Who stops reading hangs up. */
async function* lines(body: ReadableStream<Uint8Array>): AsyncGenerator<string, void> {
  const reader = body.getReader()
  const decoder = new TextDecoder()
  let rest = ''
  try {
    for (;;) {
      const { value, done } = await reader.read()
      rest += decoder.decode(value, { stream: !done })
      const whole = rest.split(/\r?\n/)
      rest = whole.pop() ?? ''
      yield* whole
      if (done) break
    }
    if (rest) yield rest
  } finally {
    await reader.cancel().catch(() => undefined)
  }
}
