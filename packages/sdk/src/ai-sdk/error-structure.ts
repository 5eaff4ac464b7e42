// How the AI SDK reads a refusal of ours: what it says, and whether sending the same again may help. The answer itself says that.
import type { ProviderErrorStructure } from '@ai-sdk/openai-compatible'
import { z } from 'zod/v4'
import { errorOfBody, type FareboxError } from '../errors.ts'

const fareboxErrorBody = z.looseObject({ error: z.looseObject({ message: z.string(), code: z.string() }) })

const RETRIED_WITHOUT_A_WORD = [408, 409, 429]

export const errorStructure: ProviderErrorStructure<z.infer<typeof fareboxErrorBody>> = {
  errorSchema: fareboxErrorBody,
  errorToMessage: ({ error }) => error.message,
  isRetryable({ status, headers }) {
    const word = headers.get('x-should-retry')
    return word === null ? status >= 500 || RETRIED_WITHOUT_A_WORD.includes(status) : word === 'true'
  },
}

/** What the AI SDK threw, as the SDK's own error: `InsufficientFundsError` with the address of the top-up. Undefined for other errors. */
export function fareboxErrorOf(thrown: unknown): FareboxError | undefined {
  const { statusCode: status, data, lastError } = (thrown ?? {}) as { statusCode?: number; data?: unknown; lastError?: unknown }
  if (lastError) return fareboxErrorOf(lastError)
  return status !== undefined && fareboxErrorBody.safeParse(data).success ? errorOfBody(data, { status }) : undefined
}
