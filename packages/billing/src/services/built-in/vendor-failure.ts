// What the failure of a vendor's own client means to the caller. Its words pass only where the caller's request was at fault.
import { AppError, type ErrorCode } from '@farebox/errors'
import { withoutOurNames } from '../../proxy/provider-failure.ts'

export function failureOfVendor(thrown: unknown, vendor: string): AppError {
  if (thrown instanceof AppError) return thrown
  const cause = thrown instanceof Error ? thrown : new Error('something was thrown')
  const status = statusIn(cause)
  const facts = { metadata: { provider: vendor }, internal: `${vendor}: ${cause.name} ${status ?? ''}`, cause }
  const code = codeOf(cause, status)
  if (code !== 'provider_refused') return new AppError(code, facts)
  return new AppError(code, {
    ...facts,
    message: `The provider refused this request: ${withoutOurNames(cause.message)} You were not charged.`,
  })
}

/** 401 and 403 are about our account, not about the caller's request. */
function codeOf({ name }: Error, status: number | undefined): ErrorCode {
  if (/timeout|abort/i.test(name) || status === 408 || status === 504) return 'provider_timeout'
  if (/throttl/i.test(name) || status === 429 || status === 503) return 'provider_overloaded'
  return status !== undefined && [400, 413, 415, 422].includes(status) ? 'provider_refused' : 'provider_error'
}

/** AWS's clients keep it in `$metadata`, others in `status` or `statusCode`. */
function statusIn(cause: Error): number | undefined {
  const { status, statusCode, $metadata } = cause as { status?: unknown; statusCode?: unknown; $metadata?: { httpStatusCode?: unknown } }
  return [status, statusCode, $metadata?.httpStatusCode].find((value) => typeof value === 'number')
}
