// What a call to Stripe that failed says: a no that was meant, or nothing at all.
import Stripe from 'stripe'

/** Stripe read this very request and said no. `code` is Stripe's. */
export type Refused = { kind: 'refused'; code: string; message: string }
/** It may or may not have happened: only a look may say which. */
export type Unknown = { kind: 'unknown'; cause: string }

/**
 * Only an answer that read this very request may call it refused. A lost connection, a timeout, a 5xx, a key that is in use or was
 * used for something else, and being turned away before the request was read say nothing of what an earlier try did.
 */
export function failureOf(cause: unknown): Refused | Unknown {
  if (!(cause instanceof Stripe.errors.StripeError)) {
    return { kind: 'unknown', cause: cause instanceof Error ? cause.message : 'no answer' }
  }
  const { statusCode, message, code, type } = cause
  const wasRead = statusCode !== undefined && statusCode >= 400 && statusCode < 500 && !saysNothing(cause)
  if (wasRead) return { kind: 'refused', code: code ?? type, message }
  return { kind: 'unknown', cause: statusCode === undefined ? message : `${statusCode} ${message}` }
}

function saysNothing(cause: InstanceType<typeof Stripe.errors.StripeError>): boolean {
  if (cause instanceof Stripe.errors.StripeIdempotencyError || cause instanceof Stripe.errors.StripeConnectionError) return true
  return cause.statusCode === 401 || cause.statusCode === 408 || cause.statusCode === 409 || cause.statusCode === 429
}

export function isMissing(cause: unknown): boolean {
  return cause instanceof Stripe.errors.StripeError && cause.statusCode === 404
}
