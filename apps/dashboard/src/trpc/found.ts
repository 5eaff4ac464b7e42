// For pages: what was asked for, or the page that says there is no such thing.
import 'server-only'
import { asAppError } from '@farebox/errors'
import { TRPCError } from '@trpc/server'
import { notFound } from 'next/navigation'

export async function found<Answer>(asked: Promise<Answer>): Promise<Answer> {
  try {
    return await asked
  } catch (failure) {
    const cause = failure instanceof TRPCError ? failure.cause : failure
    if (asAppError(cause).code === 'not_found') notFound()
    throw failure
  }
}
