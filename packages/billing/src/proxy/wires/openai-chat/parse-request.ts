// A caller's chat request, strictly read: every parameter is known, and what decides the price has a sane value.
import { AppError } from '@farebox/errors'
import { parseDollars } from '@farebox/money'
import type { Json, WireRequest } from '../wire.ts'
import { listPriceTiers, neutral, priced, refused } from './parameters.ts'

const MODEL_NAME_LENGTH_MAX = 128
const MODELS_MAX = 5
const MESSAGES_MAX = 10_000
const CHOICES_MAX = 128
const END_USER_LENGTH_MAX = 256

export function parseRequest(body: unknown): WireRequest {
  if (!isRecord(body)) throw invalid('The request body must be a JSON object.', undefined)
  for (const name of Object.keys(body)) if (!priced.has(name) && !neutral.has(name)) refuse(name)
  const { messages, stream, stream_options: streamOptions } = body
  const modelNames = modelsAsked(body)
  if (!Array.isArray(messages) || messages.length === 0) throw invalid('messages must be a list of at least one message.', 'messages')
  if (messages.length > MESSAGES_MAX) throw invalid(`messages may hold ${MESSAGES_MAX} messages.`, 'messages')
  messages.forEach(checkMessage)
  if (!isOptional(stream, 'boolean')) throw invalid('stream must be true or false.', 'stream')
  checkValues(body)
  return {
    modelNames,
    hasFallback: body.models != null || body.fallback_models != null,
    stream: stream === true,
    outputUnitsWanted: leastOf(outputLimit(body, 'max_tokens'), outputLimit(body, 'max_completion_tokens')),
    choices: whole(body.n ?? 1, 'n', CHOICES_MAX),
    cacheWrites: cacheWrites(body),
    chargeMaxMicrocents: chargeMax(body.max_charge),
    endUser: endUser(body.user),
    wantsStreamUsage: stream === true && isRecord(streamOptions) && streamOptions.include_usage === true,
    body,
  }
}

/** `model` first, then `models` or `fallback_models`; a name that comes again says nothing new. */
function modelsAsked(body: Json): string[] {
  if (body.models != null && body.fallback_models != null) {
    throw invalid('Name the models to fall back on once: in models, or in fallback_models.', 'fallback_models')
  }
  const param = body.models != null ? 'models' : 'fallback_models'
  const list = body[param]
  if (body.model != null || list == null || param === 'fallback_models') checkName(body.model, 'model')
  if (list == null) return [nameOf(body.model)]
  if (!Array.isArray(list) || list.length === 0) throw invalid(`${param} must be a list of 1 to ${MODELS_MAX} models.`, param)
  list.forEach((name, at) => {
    checkName(name, `${param}[${at}]`)
  })
  const names = new Set([body.model, ...list].filter((name) => name != null).map(nameOf))
  if (list.length > MODELS_MAX || names.size > MODELS_MAX) throw invalid(`A call may try ${MODELS_MAX} models.`, param)
  return [...names]
}

function checkName(name: unknown, param: string): void {
  if (typeof name !== 'string' || name === '') throw invalid('model must be the name of a model.', param)
}

const nameOf = (name: unknown) => String(name).slice(0, MODEL_NAME_LENGTH_MAX + 1)

function checkMessage(message: unknown, at: number): void {
  if (!isRecord(message) || typeof message.role !== 'string') throw invalid('A message must be an object with a role.', `messages[${at}]`)
  const { content } = message
  if (content !== undefined && content !== null && typeof content !== 'string' && !Array.isArray(content)) {
    throw invalid('content must be text or a list of parts.', `messages[${at}].content`)
  }
  if (message.audio !== undefined) refuse('audio', `messages[${at}].audio`)
}

function checkValues(body: Json): void {
  if (body.store !== undefined && body.store !== null && body.store !== false) refuse('store', 'store', 'Farebox stores no answers')
  if (body.service_tier != null && !listPriceTiers.has(body.service_tier)) {
    refuse('service_tier', 'service_tier', 'only the list price is offered')
  }
  if (body.modalities != null && !(Array.isArray(body.modalities) && body.modalities.every((kind) => kind === 'text'))) {
    refuse('modalities', 'modalities', 'only text is offered')
  }
  if (body.stream_options != null && !isRecord(body.stream_options)) throw invalid('stream_options must be an object.', 'stream_options')
  if (body.stream_options != null && body.stream !== true) throw invalid('stream_options is for calls with stream: true.', 'stream_options')
  for (const list of ['tools', 'functions'] as const) {
    if (body[list] != null && !Array.isArray(body[list])) throw invalid(`${list} must be a list.`, list)
  }
  for (const [at, tool] of (Array.isArray(body.tools) ? body.tools : []).entries()) {
    if (isRecord(tool) && (tool.type === 'function' || tool.type === 'custom')) continue
    refuse(`tools[${at}]`, `tools[${at}].type`, 'tools that the provider runs have no price here yet')
  }
}

function outputLimit(body: Json, name: string): number | undefined {
  return body[name] == null ? undefined : whole(body[name], name, Number.MAX_SAFE_INTEGER)
}

function leastOf(first: number | undefined, second: number | undefined): number | undefined {
  if (first === undefined || second === undefined) return first ?? second
  return Math.min(first, second)
}

function whole(value: unknown, name: string, most: number): number {
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 1 && value <= most) return value
  throw invalid(`${name} must be a whole number from 1${most < Number.MAX_SAFE_INTEGER ? ` to ${most}` : ''}.`, name)
}

function chargeMax(value: unknown) {
  if (value == null) return undefined
  if (typeof value !== 'number' && typeof value !== 'string') throw invalid('max_charge is dollars, such as 0.05.', 'max_charge')
  return parseDollars(value)
}

function endUser(value: unknown): string | undefined {
  if (value == null) return undefined
  if (typeof value !== 'string' || value.length > END_USER_LENGTH_MAX) {
    throw invalid(`user must be text of at most ${END_USER_LENGTH_MAX} letters.`, 'user')
  }
  return value
}

/** Parts marked for the provider's cache are billed above the input's price when written: by the hour dearer than for five minutes. */
function cacheWrites({ messages, tools }: Json): WireRequest['cacheWrites'] {
  const lives = new Set([messages, tools].flatMap((list) => (Array.isArray(list) ? livesOf(list) : [])))
  if (lives.size === 0) return 'none'
  if (lives.size > 1) refuse('cache_control', 'cache_control.ttl', 'providers do not say how much they wrote for how long')
  return lives.has('1h') ? 'one hour' : 'five minutes'
}

function livesOf(list: readonly unknown[]): ('5m' | '1h')[] {
  return list.flatMap((item) => {
    if (!isRecord(item)) return []
    const inside = Array.isArray(item.content) ? livesOf(item.content) : []
    if (item.cache_control == null) return inside
    const ttl = isRecord(item.cache_control) ? (item.cache_control.ttl ?? '5m') : undefined
    if (ttl !== '5m' && ttl !== '1h') throw invalid('cache_control.ttl must be 5m or 1h.', 'cache_control.ttl')
    return [...inside, ttl]
  })
}

function refuse(name: string, param = name, because = refused.get(name)): never {
  throw new AppError('unsupported_parameter', {
    message: because
      ? `Farebox does not pass on ${name}: ${because}. Nothing was charged.`
      : `Farebox does not know the parameter ${name.slice(0, 64)}. Nothing was charged.`,
    param: param.slice(0, 128),
  })
}

function invalid(message: string, param: string | undefined): AppError {
  return new AppError('invalid_request', { message, ...(param && { param }) })
}

function isOptional(value: unknown, type: 'boolean'): boolean {
  return value === undefined || value === null || typeof value === type
}

function isRecord(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
