// What a provider's failure means to the caller. Its words pass only where the caller's own request was at fault.
import type { IncomingHttpHeaders } from 'node:http'
import { AppError, type ErrorCode } from '@farebox/errors'
import type { Json } from './wires/wire.ts'

const MESSAGE_LENGTH_MAX = 500

/** A reply other than 2xx. */
export function failureOfStatus(status: number, headers: IncomingHttpHeaders, body: string, provider: string): AppError {
  const internal = `${provider} answered ${status}`
  if (status === 400 || status === 413 || status === 422) return refusedRequest(body, internal)
  const retryAfter = headers['retry-after']
  const metadata = { provider, ...(status === 429 && retryAfter && { retry_after: Number.parseInt(retryAfter, 10) || 1 }) }
  return new AppError(codeOfStatus(status), { metadata, internal })
}

function codeOfStatus(status: number): ErrorCode {
  if (status === 408 || status === 504) return 'provider_timeout'
  if (status === 429 || status === 503 || status === 529) return 'provider_overloaded'
  return 'provider_error'
}

function refusedRequest(body: string, internal: string): AppError {
  const { message, param, code } = readError(body)
  const tooLong = code === 'context_length_exceeded' || /context (length|window)/i.test(message)
  return new AppError(tooLong ? 'context_length_exceeded' : 'provider_refused', {
    ...(message && { message: `The AI provider refused this request: ${message} You were not charged.` }),
    ...(param && { param }),
    internal,
  })
}

function readError(body: string): { message: string; param: string | undefined; code: unknown } {
  try {
    const parsed: unknown = JSON.parse(body)
    const error = (Array.isArray(parsed) ? parsed[0] : parsed)?.error ?? {}
    const message = typeof error.message === 'string' ? withoutOurNames(error.message) : ''
    return { message, param: typeof error.param === 'string' ? error.param : undefined, code: error.code }
  } catch {
    return { message: '', param: undefined, code: undefined }
  }
}

/** Providers name the account and key that called: those are ours. */
export function withoutOurNames(message: string): string {
  return message
    .replace(/\b(org|proj|sk|key|acct|req)[-_][\w*-]{4,}/g, '…')
    .replace(/\barn:[\w:/.+=,@-]+/g, '…')
    .slice(0, MESSAGE_LENGTH_MAX)
    .trim()
    .replace(/[^.!?]$/, '$&.')
}

/** A reply that began with 200 and says that it failed: its status is inside, if it says one. */
export function failureInside(answer: Json, provider: string): AppError {
  const { error } = answer
  const status = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined
  const isStatus = typeof status === 'number' && Number.isInteger(status) && status >= 400 && status < 600
  return isStatus ? failureOfStatus(status, {}, JSON.stringify(answer), provider) : failureOfConnection(new Error('error event'), provider)
}

/** No reply, or one that broke off. */
export function failureOfConnection(cause: Error, provider: string): AppError {
  const code = 'code' in cause ? String(cause.code) : cause.name
  const timedOut = code === 'UND_ERR_HEADERS_TIMEOUT' || code === 'UND_ERR_BODY_TIMEOUT' || code === 'UND_ERR_CONNECT_TIMEOUT'
  return new AppError(timedOut ? 'provider_timeout' : 'provider_error', { metadata: { provider }, internal: `${provider}: ${code}`, cause })
}
