// Chat calls over HTTP, as many at a time as asked, or as many a second.
import { setTimeout as wait } from 'node:timers/promises'
import { Pool } from 'undici'

export type Target = { name: string; url: string; pathOf: (call: number) => string; headers: Record<string, string> }

export type CallsMeasured = { calls: number; seconds: number; latenciesMs: number[] }

// Ten messages, 2 kB.
const messages = Array.from({ length: 10 }, (_, place) => ({
  role: place === 0 ? 'system' : place % 2 === 1 ? 'user' : 'assistant',
  content: `Message ${place}. ${'Please tell me more about the tides, the moon and the sea. '.repeat(3)}`.slice(0, 165),
}))
const bodyOf = (stream: boolean) => JSON.stringify({ model: 'gpt-4o', max_tokens: 256, stream, messages })
const bodies = { whole: bodyOf(false), stream: bodyOf(true) }
export const bodyBytes = Buffer.byteLength(bodies.whole)

export type Kind = keyof typeof bodies

export type InTurn = { callers: number; seconds?: number; calls?: number }

/** Each of `callers` sends its next call when the last one was answered, until the time or the number is over. Throws at the first answer that is not 200. */
export async function callInTurn(
  target: Target,
  kind: Kind,
  { callers, seconds = Number.POSITIVE_INFINITY, calls = Number.POSITIVE_INFINITY }: InTurn,
): Promise<CallsMeasured> {
  const pool = new Pool(target.url, { connections: callers, pipelining: 1 })
  const latenciesMs: number[] = []
  const began = performance.now()
  const endsAt = began + seconds * 1000
  let sent = 0
  async function caller(): Promise<void> {
    while (performance.now() < endsAt && sent < calls) latenciesMs.push(await oneCall(pool, target, kind, sent++))
  }
  await Promise.all(Array.from({ length: callers }, caller))
  await pool.destroy()
  return { calls: latenciesMs.length, seconds: (performance.now() - began) / 1000, latenciesMs }
}

/** A call every so often, whether or not the last ones were answered: waiting in line counts. */
export async function callAtRate(
  target: Target,
  kind: Kind,
  { perSecond, seconds }: { perSecond: number; seconds: number },
): Promise<CallsMeasured> {
  const pool = new Pool(target.url, { connections: 128, pipelining: 1 })
  const began = performance.now()
  const underWay: Promise<number>[] = []
  for (let sent = 0; sent < perSecond * seconds; sent++) {
    const dueInMs = began + (sent * 1000) / perSecond - performance.now()
    if (dueInMs > 1) await wait(dueInMs)
    underWay.push(oneCall(pool, target, kind, sent))
  }
  const latenciesMs = await Promise.all(underWay)
  await pool.destroy()
  return { calls: latenciesMs.length, seconds: (performance.now() - began) / 1000, latenciesMs }
}

async function oneCall(pool: Pool, { name, pathOf, headers }: Target, kind: Kind, call: number): Promise<number> {
  const startedAt = performance.now()
  const { statusCode, body } = await pool.request({ method: 'POST', path: pathOf(call), headers, body: bodies[kind] })
  const text = await body.text()
  const latencyMs = performance.now() - startedAt
  const whole = kind === 'whole' ? text.includes('"usage"') : text.includes('data: [DONE]')
  if (statusCode !== 200 || !whole) throw new Error(`${name} answered ${statusCode}: ${text.slice(0, 300)}`)
  return latencyMs
}
