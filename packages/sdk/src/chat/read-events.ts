// A stream of server-sent events as the API sends them: each `data:` is JSON, `[DONE]` is the end, comments keep the line open.
import { errorOfBody } from '../errors.ts'

/** Throws a `FareboxError` for an error in the middle of a stream: what was produced before it is charged. Who stops reading hangs up. */
export async function* readEvents(body: ReadableStream<Uint8Array>): AsyncGenerator<Record<string, unknown>, void> {
  for await (const line of lines(body)) {
    if (!line.startsWith('data:')) continue
    const data = line.slice(5).trim()
    if (data === '[DONE]') return
    const event: Record<string, unknown> = JSON.parse(data)
    if (event.error) throw errorOfBody(event, { status: 200 })
    yield event
  }
}

/** By a reader, since not every browser can iterate over a stream. */
async function* lines(body: ReadableStream<Uint8Array>): AsyncGenerator<string, void> {
  const reader = body.pipeThrough(new TextDecoderStream() as ReadableWritablePair<string, Uint8Array>).getReader()
  let rest = ''
  try {
    for (;;) {
      const { value, done } = await reader.read()
      if (done) break
      const whole = (rest + value).split(/\r?\n/)
      rest = whole.pop() ?? ''
      yield* whole
    }
    if (rest) yield rest
  } finally {
    await reader.cancel().catch(() => undefined)
  }
}
