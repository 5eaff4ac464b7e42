// Writes the receipt into an answer: `usage.cost`, `usage.cost_details` and a `farebox` block. All other bytes stay as they came.
import type { Json, Receipt, StreamHead } from '../wire.ts'

export function annotateAnswer(text: string, answer: Json, receipt: Receipt): string {
  const usage = JSON.stringify(usageWith(answer.usage, receipt))
  const blocks = `${JSON.stringify(receiptBlocks(receipt)).slice(1, -1)}}`
  const end = text.lastIndexOf('}')
  const place = placeOfMember(text, 'usage')
  const comma = Object.keys(answer).length > 0 ? ',' : ''
  if (!place) return `${text.slice(0, end)}${comma}"usage":${usage},${blocks}`
  return `${text.slice(0, place.from)}${usage}${text.slice(place.to, end)},${blocks}`
}

export function usageEvent(event: Json | undefined, head: StreamHead, receipt: Receipt): string {
  const chunk = event ?? { ...head, object: 'chat.completion.chunk', choices: [] }
  return JSON.stringify({ ...chunk, usage: usageWith(event?.usage, receipt), ...receiptBlocks(receipt) })
}

export function stopEvent(head: StreamHead): string {
  const choices = [{ index: 0, delta: {}, logprobs: null, finish_reason: 'length' }]
  return JSON.stringify({ ...head, object: 'chat.completion.chunk', choices })
}

function receiptBlocks({ chargeId, hold, stopped, quota }: Receipt) {
  return { farebox: { charge_id: chargeId, hold, ...(stopped && { stopped }) }, ...(quota && { quota }) }
}

function usageWith(given: unknown, { usage, cost, costDetails }: Receipt) {
  const counted = typeof given === 'object' && given !== null ? given : counts(usage)
  return { ...counted, cost, cost_details: costDetails }
}

/** Where the provider counted nothing: what we counted, in its words. */
function counts(usage: Receipt['usage']) {
  const input = (usage.input ?? 0) + (usage.cached_input ?? 0) + (usage.cache_write ?? 0) + (usage.cache_write_1h ?? 0)
  const output = usage.output ?? 0
  return { prompt_tokens: input, completion_tokens: output, total_tokens: input + output }
}

/** Where the value of a member of the outermost object begins and ends in its text, found without parsing the rest. */
export function placeOfMember(text: string, name: string): { from: number; to: number } | undefined {
  let depth = 0
  for (let at = 0; at < text.length; at++) {
    const letter = text.charCodeAt(at)
    if (letter === OPEN_BRACE || letter === OPEN_BRACKET) depth += 1
    else if (letter === CLOSE_BRACE || letter === CLOSE_BRACKET) depth -= 1
    else if (letter === QUOTE) {
      const end = endOfString(text, at)
      if (depth === 1 && end - at - 1 === name.length && text.startsWith(name, at + 1)) {
        const colon = afterSpace(text, end + 1)
        if (text[colon] === ':') return valueFrom(text, afterSpace(text, colon + 1))
      }
      at = end
    }
  }
  return undefined
}

const QUOTE = 0x22
const BACKSLASH = 0x5c
const OPEN_BRACE = 0x7b
const CLOSE_BRACE = 0x7d
const OPEN_BRACKET = 0x5b
const CLOSE_BRACKET = 0x5d
const COMMA = 0x2c

function valueFrom(text: string, from: number): { from: number; to: number } {
  let depth = 0
  for (let at = from; at < text.length; at++) {
    const letter = text.charCodeAt(at)
    if (letter === QUOTE) at = endOfString(text, at)
    else if (letter === OPEN_BRACE || letter === OPEN_BRACKET) depth += 1
    else if (letter === CLOSE_BRACE || letter === CLOSE_BRACKET) {
      if (depth === 0) return { from, to: at }
      depth -= 1
      if (depth === 0) return { from, to: at + 1 }
    } else if (letter === COMMA && depth === 0) return { from, to: at }
  }
  return { from, to: text.length }
}

function endOfString(text: string, start: number): number {
  for (let end = text.indexOf('"', start + 1); end !== -1; end = text.indexOf('"', end + 1)) {
    let slashes = 0
    while (text.charCodeAt(end - 1 - slashes) === BACKSLASH) slashes += 1
    if (slashes % 2 === 0) return end
  }
  return text.length
}

function afterSpace(text: string, from: number): number {
  let at = from
  while (at < text.length && text.charCodeAt(at) <= 0x20) at += 1
  return at
}
