// The caller's own name for a request, as it is stored: its hash.
import { hash } from 'node:crypto'
import { AppError } from '@farebox/errors'

const KEY_LENGTH_MAX = 255

/** Throws for a key that is empty or too long. */
export function hashOfIdempotencyKey(key: string): Buffer {
  if (key === '' || key.length > KEY_LENGTH_MAX) {
    throw new AppError('invalid_request', {
      message: `An Idempotency-Key has 1 to ${KEY_LENGTH_MAX} characters.`,
      param: 'Idempotency-Key',
    })
  }
  return hash('sha256', key, 'buffer')
}
