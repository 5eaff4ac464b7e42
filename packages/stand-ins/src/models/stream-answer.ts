// Sends an answer as an event stream, one token a chunk, and counts each chunk as it leaves.
import { once } from 'node:events'
import type { ServerResponse } from 'node:http'
import { setImmediate as nextTurn, setTimeout as wait } from 'node:timers/promises'
import type { Directives } from './directives.ts'
import type { Gates } from './gates.ts'
import type { Seen } from './tally.ts'
import type { Exchange, Wire } from './wire.ts'

type Streaming = {
  wire: Wire
  exchange: Exchange
  directives: Directives
  gates: Gates
  seen: Seen
  leaving: AbortSignal
  raw: ServerResponse
}

/** Chunks that may leave in one write when nothing asks for a pause. */
const chunksPerWrite = 16

export async function streamAnswer({ wire, exchange, directives, gates, seen, leaving, raw }: Streaming): Promise<void> {
  const events = wire.stream(exchange)
  const { breakAfter, errorEventAfter, everyMs, gate } = directives
  raw.writeHead(200, {
    ...wire.headers(seen.id, seen.promptTokens),
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-cache',
  })
  seen.reasoningTokens = exchange.answer.reasoningTokens
  seen.completionTokens = exchange.answer.reasoningTokens

  let unsent = events.opening
  let unsentChunks = 0
  const send = async () => {
    if (leaving.aborted) return
    const roomy = raw.write(unsent)
    seen.chunksSent += unsentChunks
    seen.completionTokens += unsentChunks
    unsent = ''
    unsentChunks = 0
    if (roomy) await nextTurn()
    else await once(raw, 'drain', { signal: leaving }).catch(() => undefined)
  }
  const pauseAt = new Set([breakAfter, errorEventAfter, gate?.afterChunks])

  for (const { choice, text } of chunksOf(exchange)) {
    const chunks = seen.chunksSent + unsentChunks
    if (everyMs > 0 || pauseAt.has(chunks) || unsentChunks >= chunksPerWrite) await send()
    if (everyMs > 0) await wait(everyMs, undefined, { signal: leaving }).catch(() => undefined)
    if (gate && gate.afterChunks > 0 && chunks === gate.afterChunks) await gates.wait(gate.name, gate.count, leaving)
    if (leaving.aborted) break
    if (chunks === breakAfter) return breakOff(raw, seen)
    if (chunks === errorEventAfter) return endWith(events.failure, raw, seen, 'broken')
    unsent += events.piece(choice, text)
    unsentChunks += 1
  }

  if (!leaving.aborted) await send()
  if (leaving.aborted) {
    seen.state = 'left'
    seen.disconnectNoticed = true
    return
  }
  if (breakAfter !== undefined) return breakOff(raw, seen)
  if (errorEventAfter !== undefined) return endWith(events.failure, raw, seen, 'broken')
  endWith(events.closing, raw, seen, 'answered')
}

function* chunksOf({ answer }: Exchange): Generator<{ choice: number; text: string }> {
  for (const [choice, { pieces }] of answer.choices.entries()) for (const text of pieces) yield { choice, text }
}

function breakOff(raw: ServerResponse, seen: Seen): void {
  seen.state = 'broken'
  raw.destroy()
}

function endWith(text: string, raw: ServerResponse, seen: Seen, state: Seen['state']): void {
  raw.end(text)
  seen.state = state
}
