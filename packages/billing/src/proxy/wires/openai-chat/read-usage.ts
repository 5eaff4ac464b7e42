// What an answer, or an event of a stream, says was used. Loosely read: providers differ, and none may break a call.
import { tokenUsage, type Usage } from '@farebox/pricing'
import type { Json, Reading } from '../wire.ts'

export function readAnswer(answer: Json): Reading {
  return read(answer, 'message')
}

export function readEvent(event: Json): Reading {
  return read(event, 'delta')
}

function read(source: Json, where: 'message' | 'delta'): Reading {
  const choices = Array.isArray(source.choices) ? source.choices : []
  let text = ''
  let pieces = 0
  let finished = false
  for (const choice of choices) {
    const output = outputText(choice?.[where])
    text += output
    if (output !== '') pieces += 1
    if (choice?.finish_reason != null) finished = true
  }
  return { text, pieces, usage: readUsage(source.usage), finished, failed: source.error != null }
}

/** Everything a model wrote: words, refusals, thoughts that are shown, names and arguments of tools. */
function outputText(message: unknown): string {
  if (!isRecord(message)) return ''
  let text = ''
  for (const field of ['content', 'reasoning_content', 'reasoning', 'refusal'] as const) {
    const value = message[field]
    if (typeof value === 'string') text += value
    else if (Array.isArray(value)) for (const part of value) if (isRecord(part) && typeof part.text === 'string') text += part.text
  }
  if (Array.isArray(message.tool_calls)) for (const call of message.tool_calls) text += calledFunction(call?.function ?? call?.custom)
  return text + calledFunction(message.function_call)
}

function calledFunction(called: unknown): string {
  if (!isRecord(called)) return ''
  return [called.name, called.arguments, called.input].filter((part) => typeof part === 'string').join('')
}

/** A zero is a count like any other; what is absent, negative or broken is no count. The provider's own cost is never read. */
function readUsage(usage: unknown): Usage | undefined {
  if (!isRecord(usage)) return undefined
  const input = usage.prompt_tokens
  const completion = usage.completion_tokens
  if (!isCount(input) || !isCount(completion)) return undefined
  const details = isRecord(usage.prompt_tokens_details) ? usage.prompt_tokens_details : {}
  // Some providers leave reasoning out of the completion, but never out of the total.
  const output = isCount(usage.total_tokens) ? Math.max(completion, usage.total_tokens - input) : completion
  return tokenUsage({
    input,
    output,
    cachedInput: countOr0(details.cached_tokens ?? usage.prompt_cache_hit_tokens),
    cacheWrite: countOr0(details.cache_write_tokens),
    cached: 'inside input',
    reasoningIs: 'inside output',
  })
}

const COUNT_MAX = 1_000_000_000

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 && value <= COUNT_MAX
}

function countOr0(value: unknown): number {
  return isCount(value) ? value : 0
}

function isRecord(value: unknown): value is Json {
  return typeof value === 'object' && value !== null
}
