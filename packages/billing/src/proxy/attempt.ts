// One model that did not serve a call, and why; and the error where none of a list did.
import { AppError, type ErrorCode } from '@farebox/errors'

export type Attempt = {
  /** In the caller's list. */
  place: number
  model: string
  provider: string
  refusal: AppError
}

/** Refusals that say something of the model, not of the request or the payer: another model may still serve the call. */
const passedOver: ReadonlySet<ErrorCode> = new Set([
  'provider_error',
  'provider_overloaded',
  'provider_timeout',
  'context_length_exceeded',
  'model_not_allowed',
  'model_switched_off',
])

/** Refusals for want of money, or room in a limit: a cheaper model may pass. */
const tooDear: ReadonlySet<ErrorCode> = new Set([
  'wallet_empty',
  'developer_balance_empty',
  'spending_limit_reached',
  'call_limit_reached',
  'key_budget_reached',
])

export const isTooDear = (code: string): boolean => (tooDear as ReadonlySet<string>).has(code)

export const mayTryNext = (refusal: unknown): refusal is AppError =>
  refusal instanceof AppError && (passedOver.has(refusal.code) || tooDear.has(refusal.code))

/** Says what the last one said: its status, and whether to come again. `attempts` come as they were made, and are listed as the caller did. */
export function exhausted(attempts: readonly Attempt[]): AppError {
  const last = attempts.at(-1)?.refusal
  return new AppError('models_exhausted', {
    ...(last && { answeredAs: last.code, message: `None of the models could serve this call. The last one: ${last.message}` }),
    metadata: {
      ...last?.metadata,
      attempts: [...attempts]
        .sort((one, other) => one.place - other.place)
        .map(({ model, provider, refusal }) => ({ model, provider, code: refusal.code })),
    },
  })
}
