// Reading for a page while it is rendered: the answer is handed to the browser with it, and what is not there is a 404.
import 'server-only'
import { asAppError } from '@farebox/errors'
import { TRPCError } from '@trpc/server'
import { notFound } from 'next/navigation'
import { queryClient } from './server'

type Fetch = Parameters<ReturnType<typeof queryClient>['fetchQuery']>[0]

/** Waits for all of them, so that the page arrives with its numbers. Inside `<Hydrated>` the components find them. */
export async function load(...queries: object[]): Promise<void> {
  try {
    await Promise.all(queries.map((query) => queryClient().fetchQuery(query as Fetch)))
  } catch (failure) {
    const cause = failure instanceof TRPCError ? failure.cause : failure
    if (asAppError(cause).code === 'not_found') notFound()
    throw failure
  }
}
