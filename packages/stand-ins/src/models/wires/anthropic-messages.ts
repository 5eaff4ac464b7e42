// Anthropic messages, whole and streamed, and its token count.
import { z } from 'zod'
import { modelNamed } from '../catalogue.ts'
import { countTokens, type Encoding } from '../tokens.ts'
import type { Call, Exchange, Refusal, StreamWriter, Wire } from '../wire.ts'
import { textOf } from './openai-chat.ts'

const body = z.looseObject({
  model: z.string().min(1),
  messages: z.array(z.looseObject({ role: z.enum(['user', 'assistant']), content: z.unknown() })).min(1),
  max_tokens: z.int().min(1),
  system: z.unknown().optional(),
  tools: z.unknown().optional(),
  stream: z.boolean().optional(),
  stop_sequences: z.array(z.string()).optional(),
})
type Body = z.infer<typeof body>
const countBody = body.omit({ max_tokens: true })

export const anthropicMessages: Wire = {
  name: 'anthropic-messages',
  paths: ['/v1/messages', '/:vendor/v1/messages'],
  keyIn: (headers) => (typeof headers['x-api-key'] === 'string' ? headers['x-api-key'] : headers.authorization?.replace(/^Bearer\s+/i, '')),
  read,
  headers,
  refusalBody: (refusal, id) => ({ type: 'error', error: { type: errorType(refusal), message: refusal.message }, request_id: `req_${id}` }),
  reply,
  stream,
}

function read(given: unknown): Call | { refusal: Refusal } {
  const parsed = body.safeParse(given)
  if (!parsed.success) return { refusal: invalid(parsed.error) }
  const asked = parsed.data
  return {
    model: asked.model,
    promptTokens: inputTokens(asked),
    outputLimit: asked.max_tokens,
    stream: asked.stream === true,
    streamUsage: true,
    choices: 1,
    stops: asked.stop_sequences ?? [],
    lastUserText: textOf(asked.messages.findLast(({ role }) => role === 'user')?.content),
  }
}

/** The answer of `/v1/messages/count_tokens`. */
export function countInput(given: unknown): { input_tokens: number } | { refusal: Refusal } {
  const parsed = countBody.safeParse(given)
  return parsed.success ? { input_tokens: inputTokens(parsed.data) } : { refusal: invalid(parsed.error) }
}

function invalid({ issues: [issue] }: z.ZodError): Refusal {
  return { status: 400, kind: 'invalid', message: `${issue?.path.join('.') || 'body'}: ${issue?.message}` }
}

/** Anthropic publishes no tokenizer: 3 tokens a message, its role and content by cl100k, and 3 that open the answer. */
function inputTokens({ model, messages, system, tools }: Pick<Body, 'model' | 'messages' | 'system' | 'tools'>): number {
  const { encoding } = modelNamed(model)
  const framed = messages.map(({ role, content }) => 3 + countTokens(encoding, role) + contentTokens(encoding, content))
  return (
    3 +
    framed.reduce((sum, tokens) => sum + tokens, 0) +
    contentTokens(encoding, system) +
    (tools ? countTokens(encoding, JSON.stringify(tools)) : 0)
  )
}

function contentTokens(encoding: Encoding, content: unknown): number {
  if (content === undefined) return 0
  return typeof content === 'string' || !Array.isArray(content)
    ? countTokens(encoding, typeof content === 'string' ? content : JSON.stringify(content))
    : content
        .map((part) => countTokens(encoding, typeof part?.text === 'string' ? part.text : JSON.stringify(part)))
        .reduce((a, b) => a + b, 0)
}

function headers(id: string, promptTokens: number): Record<string, string> {
  return {
    'request-id': `req_${id}`,
    'anthropic-organization-id': 'org-stand-in',
    'anthropic-ratelimit-requests-limit': '4000',
    'anthropic-ratelimit-requests-remaining': '3999',
    'anthropic-ratelimit-requests-reset': '2030-01-01T00:00:00Z',
    'anthropic-ratelimit-tokens-limit': '2000000',
    'anthropic-ratelimit-tokens-remaining': `${2_000_000 - promptTokens}`,
    'anthropic-ratelimit-tokens-reset': '2030-01-01T00:00:00Z',
    'cf-ray': 'stand-in',
    'set-cookie': '__cf_bm=stand-in; path=/; HttpOnly',
  }
}

const errorTypes = {
  invalid: 'invalid_request_error',
  context: 'invalid_request_error',
  authentication: 'authentication_error',
  'not found': 'not_found_error',
  'rate limit': 'rate_limit_error',
  server: 'api_error',
} satisfies Record<Refusal['kind'], string>

function errorType({ kind, status }: Refusal): string {
  return status === 529 ? 'overloaded_error' : errorTypes[kind]
}

function usage({ call }: Exchange, outputTokens: number) {
  return {
    input_tokens: call.promptTokens,
    cache_creation_input_tokens: 0,
    cache_read_input_tokens: 0,
    output_tokens: outputTokens,
    service_tier: 'standard',
  }
}

function ending({ answer }: Exchange) {
  const [choice] = answer.choices
  if (choice?.stoppedBy !== undefined) return { stop_reason: 'stop_sequence', stop_sequence: choice.stoppedBy }
  return { stop_reason: choice?.finish === 'length' ? 'max_tokens' : 'end_turn', stop_sequence: null }
}

function reply(exchange: Exchange): object {
  const { id, call, answer, withUsage } = exchange
  const text = answer.choices[0]?.pieces.join('') ?? ''
  return {
    id: `msg_${id}`,
    type: 'message',
    role: 'assistant',
    model: call.model,
    content: text === '' ? [] : [{ type: 'text', text }],
    ...ending(exchange),
    ...(withUsage && { usage: usage(exchange, answer.completionTokens) }),
  }
}

/** Input is told in `message_start`, output cumulatively in `message_delta`. */
function stream(exchange: Exchange): StreamWriter {
  const { id, call, answer, withUsage } = exchange
  const event = (type: string, data: object) => `event: ${type}\ndata: ${JSON.stringify({ type, ...data })}\n\n`
  const start = {
    id: `msg_${id}`,
    type: 'message',
    role: 'assistant',
    model: call.model,
    content: [],
    stop_reason: null,
    stop_sequence: null,
  }
  return {
    opening:
      event('message_start', { message: { ...start, ...(withUsage && { usage: usage(exchange, 1) }) } }) +
      event('content_block_start', { index: 0, content_block: { type: 'text', text: '' } }) +
      event('ping', {}),
    piece: (_, text) =>
      `event: content_block_delta\ndata: {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":${JSON.stringify(text)}}}\n\n`,
    closing:
      event('content_block_stop', { index: 0 }) +
      event('message_delta', { delta: ending(exchange), ...(withUsage && { usage: { output_tokens: answer.completionTokens } }) }) +
      event('message_stop', {}),
    failure: event('error', { error: { type: 'overloaded_error', message: 'Overloaded' } }),
  }
}
