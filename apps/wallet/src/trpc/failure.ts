// A procedure's failure as a page tells of it: what happened, whether anything was charged, and the id to ask about.
import type { FailureData } from '@farebox/billing/trpc'
import { TRPCClientError } from '@trpc/client'

export type Failure = { message: string; param: string | undefined; requestId: string | undefined }

export function failureOf(thrown: unknown): Failure {
  if (thrown instanceof TRPCClientError) {
    const data = thrown.data as FailureData | null | undefined
    if (data) return { message: data.message, param: data.param, requestId: data.requestId }
    return { message: 'Farebox did not answer. Check your connection and try again.', param: undefined, requestId: undefined }
  }
  return { message: 'Something failed on our side.', param: undefined, requestId: undefined }
}
