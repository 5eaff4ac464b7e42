// When the stand-in says no, in the words the vendors use. Each wire puts them into its own shape.
import type { Model } from './catalogue.ts'
import type { Directives } from './directives.ts'
import type { Call, Refusal } from './wire.ts'

export function forKey(key: string | undefined): Refusal | undefined {
  if (key === undefined || key === '') {
    return {
      status: 401,
      kind: 'authentication',
      message: "You didn't provide an API key. Send it in the Authorization or x-api-key header.",
    }
  }
  if (!key.includes('invalid')) return undefined
  return { status: 401, kind: 'authentication', code: 'invalid_api_key', message: `Incorrect API key provided: ${key.slice(0, 3)}***.` }
}

export function forDirectives(wrong: string): Refusal {
  return {
    status: 400,
    kind: 'invalid',
    param: 'messages',
    code: 'stand_in_directive',
    message: `The stand-in does not understand: ${wrong}.`,
  }
}

export function forGate(name: string): Refusal {
  return { status: 504, kind: 'server', message: `Gate "${name}" was not released within two minutes.` }
}

export function forDirective({ fail }: Directives, call: Call): Refusal | undefined {
  if (fail === undefined) return undefined
  if (fail.context) return contextExceeded(call, call.promptTokens - 1)
  const { status } = fail
  if (status === 401) return { status, kind: 'authentication', code: 'invalid_api_key', message: 'Incorrect API key provided.' }
  if (status === 404) {
    return {
      status,
      kind: 'not found',
      code: 'model_not_found',
      message: `The model \`${call.model}\` does not exist or you do not have access to it.`,
    }
  }
  if (status === 429) {
    const message = `Rate limit reached for ${call.model} in organization org-stand-in on requests per min (RPM): Limit 500, Used 500, Requested 1.`
    return { status, kind: 'rate limit', code: 'rate_limit_exceeded', message, retryAfterSeconds: fail.retryAfterSeconds }
  }
  if (status >= 500) return { status, kind: 'server', message: 'The server had an error while processing your request. Sorry about that!' }
  return { status, kind: 'invalid', message: 'The request was refused, as its directive asked.' }
}

/** What the real vendors refuse by size: a prompt beyond the window, an answer beyond the model. */
export function forSize(call: Call, model: Model): Refusal | undefined {
  if (call.promptTokens > model.contextTokens) return contextExceeded(call, model.contextTokens)
  if (call.outputLimit === undefined || call.outputLimit <= model.maxOutputTokens) return undefined
  const message = `max_tokens is too large: ${call.outputLimit}. This model supports at most ${model.maxOutputTokens} completion tokens.`
  return { status: 400, kind: 'invalid', param: 'max_tokens', code: 'invalid_value', message }
}

function contextExceeded(call: Call, windowTokens: number): Refusal {
  const message = `This model's maximum context length is ${windowTokens} tokens. However, your messages resulted in ${call.promptTokens} tokens. Please reduce the length of the messages.`
  return { status: 400, kind: 'context', param: 'messages', code: 'context_length_exceeded', message }
}
