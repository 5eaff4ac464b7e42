// OpenAI chat completions, whole and streamed.
import { z } from 'zod'
import { modelNamed } from '../catalogue.ts'
import { countTokens, type Encoding } from '../tokens.ts'
import type { Call, Exchange, Refusal, StreamWriter, Wire } from '../wire.ts'

const message = z.looseObject({
  role: z.string(),
  content: z.unknown().optional(),
  name: z.string().optional(),
  tool_calls: z.unknown().optional(),
})
const limit = z.int().min(1).nullish()
const body = z.looseObject({
  model: z.string().min(1),
  messages: z.array(message).min(1),
  stream: z.boolean().nullish(),
  stream_options: z.looseObject({ include_usage: z.boolean().optional() }).nullish(),
  max_tokens: limit,
  max_completion_tokens: limit,
  n: z.int().min(1).max(128).nullish(),
  stop: z.union([z.string(), z.array(z.string()).max(4)]).nullish(),
  tools: z.unknown().optional(),
})
type Body = z.infer<typeof body>

export const openaiChat: Wire = {
  name: 'openai-chat',
  paths: ['/v1/chat/completions', '/:vendor/v1/chat/completions'],
  keyIn: (headers) => headers.authorization?.replace(/^Bearer\s+/i, '') ?? stringOf(headers['api-key']),
  read,
  headers,
  refusalBody: (refusal) => ({
    error: { message: refusal.message, type: errorType(refusal), param: refusal.param ?? null, code: refusal.code ?? null },
  }),
  ...speaking(usage),
}

function read(given: unknown): Call | { refusal: Refusal } {
  const parsed = body.safeParse(given)
  if (!parsed.success) return { refusal: invalid(parsed.error.issues[0]) }
  const { model, messages, tools, ...asked } = parsed.data
  if (modelNamed(model).reasons && asked.max_tokens != null) return { refusal: useMaxCompletionTokens }
  const lastUser = messages.findLast(({ role }) => role === 'user')
  return {
    model,
    promptTokens: promptTokens(modelNamed(model).encoding, messages, tools),
    outputLimit: asked.max_completion_tokens ?? asked.max_tokens ?? undefined,
    stream: asked.stream === true,
    streamUsage: asked.stream_options?.include_usage === true,
    choices: asked.n ?? 1,
    stops: asked.stop == null ? [] : [asked.stop].flat(),
    lastUserText: lastUser ? textOf(lastUser.content) : '',
  }
}

const useMaxCompletionTokens: Refusal = {
  status: 400,
  kind: 'invalid',
  param: 'max_tokens',
  code: 'unsupported_parameter',
  message: "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.",
}

function invalid(issue: z.core.$ZodIssue | undefined): Refusal {
  const param = issue?.path.join('.') || undefined
  return {
    status: 400,
    kind: 'invalid',
    message: `Invalid value for '${param ?? 'body'}': ${issue?.message}`,
    code: 'invalid_value',
    ...(param && { param }),
  }
}

/** OpenAI's published rule: 3 tokens a message, its role, content and name (+1), and 3 that open the answer. An image counts as 85 (low detail). */
function promptTokens(encoding: Encoding, messages: Body['messages'], tools: unknown): number {
  let tokens = 3
  for (const { role, content, name, tool_calls } of messages) {
    tokens += 3 + countTokens(encoding, role) + contentTokens(encoding, content)
    if (name !== undefined) tokens += 1 + countTokens(encoding, name)
    if (tool_calls !== undefined) tokens += countTokens(encoding, JSON.stringify(tool_calls))
  }
  return tools === undefined ? tokens : tokens + countTokens(encoding, JSON.stringify(tools))
}

function contentTokens(encoding: Encoding, content: unknown): number {
  if (typeof content === 'string') return countTokens(encoding, content)
  if (!Array.isArray(content)) return content == null ? 0 : countTokens(encoding, JSON.stringify(content))
  return content.map((part) => partTokens(encoding, part)).reduce((sum, tokens) => sum + tokens, 0)
}

function partTokens(encoding: Encoding, part: unknown): number {
  const { type, text } = part as { type?: string; text?: string }
  if (typeof text === 'string') return countTokens(encoding, text)
  return type === 'image_url' ? 85 : countTokens(encoding, JSON.stringify(part))
}

export function textOf(content: unknown): string {
  if (typeof content === 'string') return content
  if (!Array.isArray(content)) return ''
  return content.map((part) => (typeof part?.text === 'string' ? part.text : '')).join('\n')
}

function headers(id: string, promptTokens: number): Record<string, string> {
  return {
    'x-request-id': `req_${id}`,
    'openai-organization': 'org-stand-in',
    'openai-project': 'proj_stand_in',
    'openai-version': '2020-10-01',
    'openai-processing-ms': '1',
    'x-ratelimit-limit-requests': '10000',
    'x-ratelimit-limit-tokens': '30000000',
    'x-ratelimit-remaining-requests': '9999',
    'x-ratelimit-remaining-tokens': `${30_000_000 - promptTokens}`,
    'x-ratelimit-reset-requests': '6ms',
    'x-ratelimit-reset-tokens': '0s',
    'cf-ray': 'stand-in',
    'set-cookie': '__cf_bm=stand-in; path=/; HttpOnly',
  }
}

function errorType({ kind, status }: Refusal): string {
  if (kind === 'rate limit') return 'requests'
  if (kind === 'server') return status === 503 ? 'service_unavailable_error' : 'server_error'
  return 'invalid_request_error'
}

export function usage({ call, answer }: Exchange) {
  return {
    prompt_tokens: call.promptTokens,
    completion_tokens: answer.completionTokens,
    total_tokens: call.promptTokens + answer.completionTokens,
    prompt_tokens_details: { cached_tokens: call.cachedTokens ?? 0, audio_tokens: 0 },
    completion_tokens_details: {
      reasoning_tokens: answer.reasoningTokens,
      audio_tokens: 0,
      accepted_prediction_tokens: 0,
      rejected_prediction_tokens: 0,
    },
  }
}

type UsageOf = (exchange: Exchange) => object

/** Answers with this kind of usage: on a chunk of its own at the end of a stream, or with the finish. */
export function speaking(usageOf: UsageOf, usageWithFinish = false): Pick<Wire, 'reply' | 'stream'> {
  return { reply: (exchange) => reply(exchange, usageOf), stream: (exchange) => stream(exchange, usageOf, usageWithFinish) }
}

function reply(exchange: Exchange, usageOf: UsageOf): object {
  const { id, createdSeconds, call, answer, withUsage } = exchange
  return {
    id: `chatcmpl-${id}`,
    object: 'chat.completion',
    created: createdSeconds,
    model: call.model,
    choices: answer.choices.map(({ pieces, finish }, index) => ({
      index,
      message: { role: 'assistant', content: pieces.join(''), refusal: null, annotations: [] },
      logprobs: null,
      finish_reason: finish,
    })),
    ...(withUsage && { usage: usageOf(exchange) }),
    service_tier: 'default',
    system_fingerprint: 'fp_stand_in',
  }
}

/** `usage: null` rides on every chunk when usage was asked for, as at OpenAI; the numbers come last, on a chunk without choices. */
function stream(exchange: Exchange, usageOf: UsageOf, usageWithFinish: boolean): StreamWriter {
  const { id, createdSeconds, call, answer } = exchange
  const head = JSON.stringify({
    id: `chatcmpl-${id}`,
    object: 'chat.completion.chunk',
    created: createdSeconds,
    model: call.model,
    service_tier: 'default',
    system_fingerprint: 'fp_stand_in',
  }).slice(0, -1)
  const tail = call.streamUsage ? ',"usage":null}\n\n' : '}\n\n'
  const event = (index: number, delta: string, finish: string, ending = tail) =>
    `data: ${head},"choices":[{"index":${index},"delta":${delta},"logprobs":null,"finish_reason":${finish}}]${ending}`
  const openings = answer.choices.map((_, index) => event(index, '{"role":"assistant","content":"","refusal":null}', 'null'))
  const usageText = exchange.withUsage ? JSON.stringify(usageOf(exchange)) : ''
  const withFinish = usageWithFinish && exchange.withUsage ? `,"usage":${usageText}}\n\n` : tail
  const endings = answer.choices.map(({ finish }, index) => event(index, '{}', `"${finish}"`, withFinish))
  const usageEvent = exchange.withUsage && !usageWithFinish ? `data: ${head},"choices":[],"usage":${usageText}}\n\n` : ''
  const failure = {
    error: { message: 'The server had an error while processing your request.', type: 'server_error', param: null, code: null },
  }
  return {
    opening: openings.join(''),
    piece: (index, text) => event(index, `{"content":${JSON.stringify(text)}}`, 'null'),
    closing: `${endings.join('')}${usageEvent}data: [DONE]\n\n`,
    failure: `data: ${JSON.stringify(failure)}\n\n`,
  }
}

function stringOf(header: string | string[] | undefined): string | undefined {
  return Array.isArray(header) ? header[0] : header
}
