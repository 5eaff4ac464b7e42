// The story of one model call: read it, do as its directives say, answer, and count what was really sent.
import { randomBytes } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { answerTo } from './answer.ts'
import { breakReply } from './break-reply.ts'
import { modelNamed } from './catalogue.ts'
import { type Directives, readDirectives } from './directives.ts'
import type { Gates } from './gates.ts'
import * as refusals from './refusals.ts'
import { streamAnswer } from './stream-answer.ts'
import type { Seen, Tally } from './tally.ts'
import type { Call, Exchange, Refusal, Wire } from './wire.ts'

export type World = { tally: Tally; gates: Gates }

export async function serveCall(wire: Wire, request: FastifyRequest, reply: FastifyReply, { tally, gates }: World): Promise<FastifyReply> {
  const seen = firstSight(wire, request)
  tally.begin(seen)
  const refuse = (refusal: Refusal) => {
    close(seen, 'failed', refusal.status)
    tally.end(seen)
    return sendRefusal(wire, reply, refusal, seen.id)
  }

  const keyRefusal = refusals.forKey(wire.keyIn(request.headers))
  if (keyRefusal) return refuse(keyRefusal)
  const call = wire.read(request.body)
  if ('refusal' in call) return refuse(call.refusal)
  const read = readDirectives(call.lastUserText, call.model)
  if ('wrong' in read) return refuse(refusals.forDirectives(read.wrong))
  const { directives } = read

  const leaving = read.directed || call.stream ? departure(reply) : undefined
  const held = leaving && (await holdBack(directives, gates, seen, leaving))
  if (held === 'left') return abandoned(reply, seen, call, tally)
  if (held === 'timed out') return refuse(refusals.forGate(directives.gate?.name ?? ''))
  const refusal = refusals.forDirective(directives, call) ?? refusals.forSize(call, modelNamed(call.model))
  if (refusal) return directives.fail?.inside ? refuse({ ...refusal, answeredAs: 200 }) : refuse(refusal)

  const exchange = answered(wire, seen, call, directives)
  seen.promptTokens = call.promptTokens
  seen.status = 200
  if (call.stream && leaving) {
    reply.hijack()
    await streamAnswer({ wire, exchange, directives, gates, seen, leaving, raw: reply.raw })
    tally.end(seen)
    return reply
  }
  const end = directives.breakAfter ?? directives.errorEventAfter
  if (end !== undefined) breakReply(wire, exchange, seen, reply)
  else sendWhole(wire, exchange, seen, reply)
  tally.end(seen)
  return reply
}

function answered(wire: Wire, seen: Seen, given: Call, directives: Directives): Exchange {
  const cachedTokens = wire.neverCaches || !directives.cached ? undefined : Math.min(directives.cached, given.promptTokens)
  const writtenTokens =
    wire.neverCaches || !directives.written ? undefined : Math.min(directives.written, given.promptTokens - (cachedTokens ?? 0))
  const call = cachedTokens === undefined && writtenTokens === undefined ? given : { ...given, cachedTokens, writtenTokens }
  seen.cachedTokens = cachedTokens ?? 0
  seen.writtenTokens = writtenTokens ?? 0
  const model = modelNamed(call.model)
  const answer = answerTo({ model, outputLimit: call.outputLimit, choices: call.choices, stops: call.stops, directives })
  const withUsage = !directives.omitUsage && (!call.stream || call.streamUsage)
  return { id: seen.id, createdSeconds: Math.floor(Date.now() / 1000), call, answer, withUsage }
}

function sendWhole(wire: Wire, exchange: Exchange, seen: Seen, reply: FastifyReply): void {
  seen.completionTokens = exchange.answer.completionTokens
  seen.reasoningTokens = exchange.answer.reasoningTokens
  close(seen, 'answered', 200)
  reply.headers(wire.headers(seen.id, seen.promptTokens)).send(wire.reply(exchange))
}

/** Waits as told before the first byte. */
async function holdBack(directives: Directives, gates: Gates, seen: Seen, leaving: AbortSignal): Promise<'left' | 'timed out' | undefined> {
  if (directives.gate && directives.gate.afterChunks === 0) {
    seen.state = 'waiting'
    const end = await gates.wait(directives.gate.name, directives.gate.count, leaving)
    seen.state = 'working'
    if (end !== 'released') return end
  }
  if (directives.slowMs > 0) await wait(directives.slowMs, undefined, { signal: leaving }).catch(() => undefined)
  return leaving.aborted ? 'left' : undefined
}

/** The client left before the first byte: its prompt was read, so a provider bills it; nothing was produced. */
function abandoned(reply: FastifyReply, seen: Seen, call: Call, tally: Tally): FastifyReply {
  seen.promptTokens = call.promptTokens
  seen.disconnectNoticed = true
  close(seen, 'left', null)
  tally.end(seen)
  return reply.hijack()
}

export function sendRefusal(wire: Wire, reply: FastifyReply, refusal: Refusal, id: string): FastifyReply {
  reply.code(refusal.answeredAs ?? refusal.status).headers(wire.headers(id, 0))
  if (refusal.retryAfterSeconds !== undefined) {
    reply.headers({ 'retry-after': `${refusal.retryAfterSeconds}`, 'retry-after-ms': `${refusal.retryAfterSeconds * 1000}` })
  }
  return reply.send(wire.refusalBody(refusal, id))
}

/** Aborts when the client goes away before we are done. */
function departure(reply: FastifyReply): AbortSignal {
  const leaving = new AbortController()
  reply.raw.once('close', () => {
    if (!reply.raw.writableEnded) leaving.abort()
  })
  return leaving.signal
}

function close(seen: Seen, state: Seen['state'], status: number | null): void {
  seen.state = state
  seen.status = status
}

const keptHeaders = ['user-agent', 'accept', 'content-type', 'openai-organization', 'openai-project', 'anthropic-version', 'anthropic-beta']
/** Strings that are settings. Any other string may be somebody's words, so only its kind is kept. */
const keptStrings = new Set(['model', 'service_tier', 'reasoning_effort', 'safety_identifier', 'prompt_cache_key', 'user'])

function firstSight(wire: Wire, request: FastifyRequest): Seen {
  const body: object = typeof request.body === 'object' && request.body !== null ? request.body : {}
  const parameters = Object.fromEntries(Object.entries(body).map(([name, value]) => [name, withoutText(name, value)]))
  const { vendor } = request.params as { vendor?: string }
  return {
    id: newId(),
    at: new Date().toISOString(),
    wire: wire.name,
    vendor: vendor ?? wire.vendor ?? null,
    model: typeof parameters.model === 'string' ? parameters.model : null,
    key: masked(wire.keyIn(request.headers)),
    headerNames: Object.keys(request.headers),
    headers: Object.fromEntries(keptHeaders.flatMap((name) => (request.headers[name] ? [[name, String(request.headers[name])]] : []))),
    parameters,
    state: 'working',
    status: null,
    stream: parameters.stream === true,
    promptTokens: 0,
    cachedTokens: 0,
    writtenTokens: 0,
    completionTokens: 0,
    reasoningTokens: 0,
    chunksSent: 0,
    disconnectNoticed: false,
    costMicrocents: null,
  }
}

function withoutText(name: string, value: unknown): unknown {
  if (typeof value === 'number' || typeof value === 'boolean' || value === null || keptStrings.has(name) || name === 'stream_options')
    return value
  return Array.isArray(value) ? 'array' : typeof value
}

function masked(key: string | undefined): string | null {
  if (key === undefined) return null
  return key.length <= 12 ? `${key.slice(0, 3)}…` : `${key.slice(0, 8)}…${key.slice(-4)}`
}

/** Random bytes are drawn in bulk: one system call per thousand requests. */
let pool = ''
function newId(): string {
  if (pool.length < 24) pool = randomBytes(12_288).toString('hex')
  const id = pool.slice(0, 24)
  pool = pool.slice(24)
  return id
}
