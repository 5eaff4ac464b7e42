// Procedures called while a page is rendered: `await load(api().x.queryOptions())` inside `<Hydrated>`, or `await caller()`.
import 'server-only'
import { createCallerFactory, operatorRouter } from '@farebox/billing/operator-router'
import { newQueryClient } from '@farebox/web/query-client'
import { dehydrate, HydrationBoundary } from '@tanstack/react-query'
import { createTRPCOptionsProxy } from '@trpc/tanstack-react-query'
import { cache, type ReactNode } from 'react'
import { requestContext } from './context'

export const queryClient = cache(newQueryClient)

export const api = cache(() => createTRPCOptionsProxy({ ctx: requestContext, router: operatorRouter, queryClient }))

const createCaller = createCallerFactory(operatorRouter)

/** For server components that need the answer itself. */
export const caller = cache(async () => createCaller(await requestContext()))

/** Hands what was prefetched on the server to the components inside. */
export function Hydrated({ children }: { children: ReactNode }) {
  return <HydrationBoundary state={dehydrate(queryClient())}>{children}</HydrationBoundary>
}
