// The only error thrown on purpose. It speaks twice: `message` to the caller, `internal` to us.
import { type ErrorCode, type ErrorEntry, errorEntry } from './codes.ts'

export type AppErrorOptions = {
  /** Replaces the table's sentence where a better one is known. Never a secret, a prompt, or another tenant's data. */
  message?: string
  /** The request field at fault, in the caller's own spelling. */
  param?: string
  /** Facts a program can act on, such as `affordable_max_tokens` or `topup_url`. Money as decimal strings. */
  metadata?: Record<string, unknown>
  /** Answered with the status and type of this code, and as worth sending again: the code itself says only what it was part of. */
  answeredAs?: ErrorCode
  /** What happened, for our log. */
  internal?: string
  cause?: unknown
}

export class AppError extends Error {
  readonly code: ErrorCode
  readonly param: string | undefined
  readonly metadata: Record<string, unknown>
  readonly internal: string | undefined
  readonly #answeredAs: ErrorCode

  constructor(code: ErrorCode, options: AppErrorOptions = {}) {
    super(options.message ?? errorEntry(code).message, { cause: options.cause })
    this.name = 'AppError'
    this.code = code
    this.param = options.param
    this.metadata = options.metadata ?? {}
    this.internal = options.internal
    this.#answeredAs = options.answeredAs ?? code
  }

  get entry(): ErrorEntry {
    return errorEntry(this.#answeredAs)
  }
}

/** Every failure as an AppError: what we did not foresee is an `internal_error` that keeps its cause. */
export function asAppError(thrown: unknown): AppError {
  if (thrown instanceof AppError) return thrown
  const internal = thrown instanceof Error ? thrown.message : String(thrown)
  return new AppError('internal_error', { internal, cause: thrown })
}
