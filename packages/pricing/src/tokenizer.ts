// How many tokens an input can be at most: a byte bound that costs nothing, and a real tokenizer for when that bound is too high.
import { AppError } from '@farebox/errors'
import type { ModelFacts, Tokenizer } from './models.ts'
import { UNITS_MAX } from './usage.ts'

/** The parts of a chat request that the model reads. Everything else in the body is not input. */
export type ChatInput = {
  messages: readonly unknown[]
  tools?: unknown
  functions?: unknown
  response_format?: unknown
}

export type InputFacts = Pick<ModelFacts, 'tokenizer' | 'imageUnitsMax' | 'promptOverheadUnits'>

/** Role, separators and name of one message, in every template we know. */
const UNITS_PER_MESSAGE = 16
/** What a provider writes around the tools: their namespace and types (OpenAI), a hidden system prompt (Anthropic: up to 530). */
const UNITS_FOR_TOOLS = 640
const UNITS_PER_TOOL = 32
/** One number, boolean or null; the longest number JSON can carry into a double. */
const BYTES_PER_SCALAR = 25
/** Quotes, colon, comma, brackets around one value. */
const BYTES_PER_ENTRY = 4
const DEPTH_MAX = 64

/** A token is at least one byte, so the bytes are at least the tokens, whatever the tokenizer and however hostile the text. */
export function inputBound(input: ChatInput, facts: InputFacts): number {
  return addUp(input, facts, (text) => Buffer.byteLength(text))
}

/**
 * The same with the model's own tokenizer, loaded on first use; never more than `inputBound`, and the same where the
 * model has no public tokenizer. To be called only when the byte bound would clamp or refuse.
 */
export async function refinedInputBound(input: ChatInput, facts: InputFacts): Promise<number> {
  if (facts.tokenizer === null) return inputBound(input, facts)
  const count = await tokenCounter(facts.tokenizer)
  let bytesLeft = TOKENIZED_BYTES_MAX
  return addUp(input, facts, (text) => {
    const bytes = Buffer.byteLength(text)
    if (bytes > bytesLeft) return bytes
    bytesLeft -= bytes
    return Math.min(bytes, count(text))
  })
}

/** Tokens of one text: what a reply counted when the provider did not say. */
export async function countTokens(text: string, tokenizer: Tokenizer | null): Promise<number> {
  const bytes = Buffer.byteLength(text)
  const count = await tokenCounter(tokenizer ?? 'o200k_base')
  return bytes > TOKENIZED_BYTES_MAX ? bytes : Math.min(bytes, count(text))
}

type Measure = (text: string) => number

function addUp(input: ChatInput, facts: InputFacts, measure: Measure): number {
  let units = facts.promptOverheadUnits
  input.messages.forEach((message, at) => {
    units += UNITS_PER_MESSAGE + messageUnits(message, `messages[${at}]`, facts, measure)
  })
  for (const list of [input.tools, input.functions]) {
    if (!Array.isArray(list) || list.length === 0) continue
    units += UNITS_FOR_TOOLS + UNITS_PER_TOOL * list.length + anyUnits(list, measure)
  }
  if (input.response_format !== undefined) units += UNITS_PER_TOOL + anyUnits(input.response_format, measure)
  return Math.min(units, UNITS_MAX)
}

function messageUnits(message: unknown, path: string, facts: InputFacts, measure: Measure): number {
  if (!isRecord(message)) return anyUnits(message, measure)
  return Object.entries(message).reduce((units, [field, value]) => {
    if (field !== 'content' || !Array.isArray(value)) return units + nameUnits(field) + anyUnits(value, measure)
    return value.reduce<number>((sum, part, at) => sum + partUnits(part, `${path}.content[${at}]`, facts, measure), units)
  }, 0)
}

/** Every message has these, and `UNITS_PER_MESSAGE` covers them. */
function nameUnits(field: string): number {
  return field === 'role' || field === 'content' ? 0 : Buffer.byteLength(field) + BYTES_PER_ENTRY
}

/** Text is counted, images are bounded by the model's table; sound, files and what we do not know have no bound. */
function partUnits(part: unknown, path: string, facts: InputFacts, measure: Measure): number {
  const type = isRecord(part) ? part.type : undefined
  if (type === 'text' || type === 'refusal') return anyUnits(part, measure)
  if (type === 'image_url' && facts.imageUnitsMax !== null) return facts.imageUnitsMax
  const what = type === 'image_url' ? 'Farebox cannot pass images to this model' : 'Farebox passes on parts of text and images only'
  throw new AppError('unsupported_parameter', { message: `${what}. Nothing was charged.`, param: `${path}.type` })
}

/** Everything in a value that could be written into the prompt: strings, numbers, and the names of fields. */
function anyUnits(value: unknown, measure: Measure, depth = 0): number {
  if (depth > DEPTH_MAX) throw new AppError('invalid_request', { message: `The request is nested deeper than ${DEPTH_MAX} levels.` })
  if (typeof value === 'string') return measure(value) + BYTES_PER_ENTRY
  if (Array.isArray(value)) return value.reduce<number>((units, item) => units + anyUnits(item, measure, depth + 1), BYTES_PER_ENTRY)
  if (!isRecord(value)) return value === undefined ? 0 : BYTES_PER_SCALAR
  return Object.entries(value).reduce(
    (units, [name, item]) => units + Buffer.byteLength(name) + BYTES_PER_ENTRY + anyUnits(item, measure, depth + 1),
    BYTES_PER_ENTRY,
  )
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}

/** Beyond this the byte bound stands: counting runs in the event loop, and more than this would be felt by other calls. */
const TOKENIZED_BYTES_MAX = 256 * 1024

/**
 * The tokenizer takes the square of the longest unbroken run (200 kB of one letter: 10 s), so runs nobody writes are
 * counted by their bytes instead. Cutting there moves at most one space to the other side: hence the 2.
 */
const LONG_RUN = /[\p{L}\p{M}]{256,}|[^\s\p{L}\p{N}]{256,}|\s{256,}/gu
const UNITS_PER_CUT = 2

async function tokenCounter(tokenizer: Tokenizer): Promise<Measure> {
  const { countTokens: count } = await encodings[tokenizer]()
  // Text that spells a special token, such as <|endoftext|>, is text.
  const asText = { allowedSpecial: new Set<string>(), disallowedSpecial: new Set<string>() }
  return (text) => {
    let units = 0
    let from = 0
    for (const run of text.matchAll(LONG_RUN)) {
      units += count(text.slice(from, run.index), asText) + Buffer.byteLength(run[0]) + UNITS_PER_CUT
      from = run.index + run[0].length
    }
    return units + count(text.slice(from), asText)
  }
}

const encodings = {
  o200k_base: () => import('gpt-tokenizer/encoding/o200k_base'),
  o200k_harmony: () => import('gpt-tokenizer/encoding/o200k_harmony'),
  cl100k_base: () => import('gpt-tokenizer/encoding/cl100k_base'),
} satisfies Record<Tokenizer, () => Promise<{ countTokens: unknown }>>
