// A procedure's failure as a page tells of it: what happened, whether anything was charged, and the id to ask about.
import type { FailureData } from '@farebox/billing/trpc'
import { TRPCClientError } from '@trpc/client'

export type Failure = { code: string | undefined; message: string; param: string | undefined; requestId: string | undefined }

export function failureOf(thrown: unknown): Failure {
  const nothingKnown = { code: undefined, param: undefined, requestId: undefined }
  if (!(thrown instanceof TRPCClientError)) return { ...nothingKnown, message: 'Something failed on our side.' }
  const data = thrown.data as FailureData | null | undefined
  if (!data) return { ...nothingKnown, message: 'Farebox did not answer. Check your connection and try again.' }
  return { code: data.code, message: data.message, param: data.param, requestId: data.requestId }
}
