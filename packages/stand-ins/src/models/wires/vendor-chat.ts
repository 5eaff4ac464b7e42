// Claude, Gemini and OpenRouter on OpenAI's wire, as each of them really speaks it: what they count otherwise, drop, refuse and add.
import { z } from 'zod'
import { costOf } from '../price-list.ts'
import type { Call, Exchange, Refusal, StreamWriter, Wire } from '../wire.ts'
import { openaiChat, speaking, usage } from './openai-chat.ts'

const pathOf = (vendor: string) => [`/${vendor}/v1/chat/completions`]

/** Takes nearly everything and does nothing with most of it; reports no cached tokens; stops are not sent back. */
export const anthropicChat: Wire = {
  ...openaiChat,
  vendor: 'anthropic',
  paths: pathOf('anthropic'),
  neverCaches: true,
  read: (body) => whenRead(openaiChat.read(body), (call) => ({ ...call, choices: 1 })),
  headers: (id) => ({ 'request-id': `req_${id}`, 'anthropic-organization-id': 'org-stand-in' }),
  ...speaking(({ call, answer }) => ({
    prompt_tokens: call.promptTokens,
    completion_tokens: answer.completionTokens,
    total_tokens: call.promptTokens + answer.completionTokens,
  })),
  refusalBody: (refusal) => ({ error: { code: kindOf(refusal), message: refusal.message, type: kindOf(refusal), param: null } }),
}

const kindOf = ({ kind }: Refusal) => `${kind === 'invalid' || kind === 'context' ? 'invalid_request' : kind.replace(' ', '_')}_error`

const geminiFields = [
  ...['model', 'messages', 'stream', 'stream_options', 'max_tokens', 'max_completion_tokens', 'n', 'stop', 'temperature', 'top_p'],
  ...['tools', 'tool_choice', 'parallel_tool_calls', 'response_format', 'reasoning_effort'],
]

/** Leaves thoughts out of the completion, but not out of the total; refuses names it does not know; answers errors in a list. */
export const googleChat: Wire = {
  ...openaiChat,
  vendor: 'google',
  paths: pathOf('google'),
  read: (body) => {
    const unknown = Object.keys(z.looseObject({}).catch({}).parse(body)).filter((name) => !geminiFields.includes(name))
    const lines = unknown.map((name) => `Unknown name "${name}": Cannot find field.`)
    if (lines.length > 0) {
      return { refusal: { status: 400, kind: 'invalid', message: `Invalid JSON payload received. ${lines.join('\n')}` } }
    }
    return openaiChat.read(body)
  },
  headers: () => ({ 'server-timing': 'gfet4t7; dur=1' }),
  ...speaking(
    ({ call, answer }) => ({
      prompt_tokens: call.promptTokens,
      completion_tokens: answer.completionTokens - answer.reasoningTokens,
      total_tokens: call.promptTokens + answer.completionTokens,
      ...(call.cachedTokens && { prompt_tokens_details: { cached_tokens: call.cachedTokens } }),
    }),
    true,
  ),
  refusalBody: ({ status, message, kind }) => [
    { error: { code: status, message, status: kind === 'rate limit' ? 'RESOURCE_EXHAUSTED' : 'INVALID_ARGUMENT' } },
  ],
}

const openrouterWords = speaking((exchange) => ({
  ...usage(exchange),
  prompt_tokens_details: { cached_tokens: exchange.call.cachedTokens ?? 0, cache_write_tokens: exchange.call.writtenTokens ?? 0 },
  // Never to be believed: it is what we would be billed, and with a key of one's own at the vendor it is nothing.
  cost: 0,
  cost_details: { upstream_inference_cost: dollarsOf(exchange) },
}))

/** Says that it works on it; always sends usage, with a cost of its own; puts a failure's status into the body. */
export const openrouterChat: Wire = {
  ...openaiChat,
  ...openrouterWords,
  vendor: 'openrouter',
  paths: pathOf('openrouter'),
  read: (body) => whenRead(openaiChat.read(body), (call) => ({ ...call, streamUsage: true })),
  headers: (id) => ({ 'x-generation-id': `gen-${id}` }),
  refusalBody: ({ status, message }) => ({ error: { code: status, message, metadata: { provider_name: 'stand-in' } } }),
  stream: (exchange): StreamWriter => {
    const events = openrouterWords.stream(exchange)
    const failure = JSON.stringify({
      id: `gen-${exchange.id}`,
      object: 'chat.completion.chunk',
      model: exchange.call.model,
      error: { code: 502, message: 'Provider disconnected unexpectedly' },
      choices: [{ index: 0, delta: { content: '' }, finish_reason: 'error' }],
    })
    return {
      ...events,
      opening: `: OPENROUTER PROCESSING\n\n: OPENROUTER PROCESSING\n\n${events.opening}`,
      failure: `data: ${failure}\n\n`,
    }
  },
}

function dollarsOf({ call, answer }: Exchange): number {
  return Number(costOf(call.model, call.promptTokens, answer.completionTokens, call.cachedTokens) ?? 0n) / 100_000_000
}

function whenRead(read: ReturnType<Wire['read']>, change: (call: Call) => Call): ReturnType<Wire['read']> {
  return 'refusal' in read ? read : change(read)
}
