// What it means that no answer came: the network is gone, the page left, or a browser's rule was in the way.
import { FareboxError } from '../errors.ts'

/** `charged`: whether the call can have been paid for; undefined where it was sent and nobody heard the end. */
export function failureToReach(cause: unknown, charged: false | undefined): FareboxError {
  if (cause instanceof FareboxError) return cause
  if (cause instanceof DOMException && cause.name === 'AbortError')
    return new FareboxError('aborted', 'The call was stopped. Only what had been produced is charged.', { status: 0, cause })
  if (navigator.onLine === false)
    return new FareboxError('offline', 'You are offline. Nothing was charged. Try again when the network is back.', {
      ...{ status: 0, charged: false, cause },
    })
  const says =
    charged === false
      ? 'Farebox could not be reached. Nothing was charged.'
      : 'The connection was lost. Sent again with the same idempotencyKey, the call is paid once.'
  return new FareboxError('network_error', says, { status: 0, ...(charged === false && { charged }), cause })
}
