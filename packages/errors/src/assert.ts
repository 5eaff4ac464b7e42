// What cannot be, checked all the same: a broken invariant stops the request instead of going on wrong.
import { AppError } from './app-error.ts'

export function assert(condition: unknown, invariant: string): asserts condition {
  if (!condition) throw new AppError('internal_error', { internal: `broken invariant: ${invariant}` })
}

export function assertNever(value: never): never {
  throw new AppError('internal_error', { internal: `unexpected value: ${JSON.stringify(value)}` })
}
