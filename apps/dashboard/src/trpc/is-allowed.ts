// For pages some members of an organization may not see: whether this one may.
import 'server-only'
import { asAppError } from '@farebox/errors'
import { TRPCError } from '@trpc/server'

export async function isAllowed(read: () => Promise<unknown>): Promise<boolean> {
  try {
    await read()
    return true
  } catch (failure) {
    const cause = failure instanceof TRPCError ? failure.cause : failure
    if (asAppError(cause).code === 'role_not_allowed') return false
    throw failure
  }
}
