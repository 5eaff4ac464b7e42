// What a prompt may tell the stand-in to do: a line `stand-in: slow=200 every=20 break=5` in the last user message.
import { z } from 'zod'

const whole = z.coerce.number().int().min(0).max(10_000_000)
const flag = z.literal('')

const words = z.strictObject({
  only: z.string().min(1),
  slow: whole,
  every: whole,
  fail: z.string().regex(/^([45]\d\d|context)$/, 'is a status from 400 to 599, or "context"'),
  'retry-after': whole,
  break: whole,
  'error-event': whole,
  'no-usage': flag,
  empty: flag,
  fill: flag,
  tokens: whole,
  overshoot: whole,
  reasoning: whole,
  cached: whole,
  written: whole,
  inside: flag,
  gate: z.string().regex(/^[\w.-]+(:\d+)?$/, 'is a name, or name:count'),
  'gate-at': whole,
  say: z.string().regex(/^[\x21-\x7e]+$/),
})

export type Directives = {
  /** Wait before the first byte. */
  slowMs: number
  /** Wait before each output chunk. */
  everyMs: number
  /** `inside`: the reply is a 200, and says in its body that it failed. */
  fail?: { status: number; context: boolean; retryAfterSeconds: number; inside: boolean }
  /** Destroy the connection after this many output chunks. */
  breakAfter?: number
  /** Send the vendor's error event after this many output chunks, and end. */
  errorEventAfter?: number
  omitUsage: boolean
  empty: boolean
  fill: boolean
  tokens?: number
  overshoot: number
  reasoning?: number
  /** So much of the prompt is read from the vendor's cache. */
  cached?: number
  /** So much of the prompt is written to the vendor's cache. */
  written?: number
  /** Wait until released, or until `count` requests wait here. `afterChunks` 0 = before the first byte. */
  gate?: { name: string; count?: number; afterChunks: number }
  /** A word to put into the answer: a canary for tests that search logs and tables. */
  say?: string
}

export type Read = { directives: Directives; directed: boolean } | { wrong: string }

const undirected: Directives = { slowMs: 0, everyMs: 0, omitUsage: false, empty: false, fill: false, overshoot: 0 }

/** Reads every `stand-in:` line; a line with `only=<model>` counts for that model alone. A word nobody knows is an error, so no test passes by a typo. */
export function readDirectives(text: string, model: string): Read {
  if (!text.includes('stand-in:')) return { directives: undirected, directed: false }
  let directives = undirected
  for (const [, line = ''] of text.matchAll(/^[ \t]*stand-in:(.*)$/gm)) {
    const parsed = words.partial().safeParse(Object.fromEntries(line.trim().split(/\s+/).filter(Boolean).map(pair)))
    if (!parsed.success) return { wrong: parsed.error.issues.map(sentence).join('; ') }
    if (parsed.data.only !== undefined && parsed.data.only !== model) continue
    directives = { ...directives, ...meaningOf(parsed.data) }
  }
  return { directives, directed: directives !== undirected }
}

function pair(word: string): [string, string] {
  const at = word.indexOf('=')
  return at === -1 ? [word, ''] : [word.slice(0, at), word.slice(at + 1)]
}

function sentence(issue: z.core.$ZodIssue): string {
  return issue.code === 'unrecognized_keys' ? `unknown: ${issue.keys.join(', ')}` : `${issue.path.join('.')}: ${issue.message}`
}

function meaningOf(said: Partial<z.infer<typeof words>>): Partial<Directives> {
  const [gateName, gateCount] = said.gate?.split(':') ?? []
  const meaning: Partial<Directives> = {}
  if (said.slow !== undefined) meaning.slowMs = said.slow
  if (said.every !== undefined) meaning.everyMs = said.every
  if (said.fail !== undefined) meaning.fail = failure(said.fail, said['retry-after'] ?? 1, said.inside !== undefined)
  if (said.break !== undefined) meaning.breakAfter = said.break
  if (said['error-event'] !== undefined) meaning.errorEventAfter = said['error-event']
  if (said['no-usage'] !== undefined) meaning.omitUsage = true
  if (said.empty !== undefined) meaning.empty = true
  if (said.fill !== undefined) meaning.fill = true
  if (said.tokens !== undefined) meaning.tokens = said.tokens
  if (said.overshoot !== undefined) meaning.overshoot = said.overshoot
  if (said.reasoning !== undefined) meaning.reasoning = said.reasoning
  if (gateName)
    meaning.gate = { name: gateName, afterChunks: said['gate-at'] ?? 0, ...(gateCount && { count: Number.parseInt(gateCount, 10) }) }
  if (said.cached !== undefined) meaning.cached = said.cached
  if (said.written !== undefined) meaning.written = said.written
  if (said.say !== undefined) meaning.say = said.say
  return meaning
}

function failure(fail: string, retryAfterSeconds: number, inside: boolean): NonNullable<Directives['fail']> {
  const context = fail === 'context'
  return { status: context ? 400 : Number.parseInt(fail, 10), context, retryAfterSeconds, inside }
}
