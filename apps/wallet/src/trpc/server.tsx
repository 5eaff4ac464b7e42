// Procedures called while a page is rendered: `prefetch(api().x.queryOptions())` inside `<Hydrated>`, or `await caller()`.
import 'server-only'
import { walletRouter } from '@farebox/billing/routers'
import { createCallerFactory } from '@farebox/billing/trpc'
import { dehydrate, HydrationBoundary } from '@tanstack/react-query'
import { createTRPCOptionsProxy } from '@trpc/tanstack-react-query'
import { cache, type ReactNode } from 'react'
import { requestContext } from './context'
import { newQueryClient } from './query-client'

export const queryClient = cache(newQueryClient)

export const api = cache(() => createTRPCOptionsProxy({ ctx: requestContext, router: walletRouter, queryClient }))

const createCaller = createCallerFactory(walletRouter)

/** For server components and actions that need the answer itself. */
export const caller = cache(async () => createCaller(await requestContext()))

/** Hands what was prefetched on the server to the components inside. */
export function Hydrated({ children }: { children: ReactNode }) {
  return <HydrationBoundary state={dehydrate(queryClient())}>{children}</HydrationBoundary>
}
