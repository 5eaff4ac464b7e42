'use client'
// Procedures called from the browser: `const api = useApi()`, then `useSuspenseQuery(api.x.queryOptions())`.
import type { OperatorRouter } from '@farebox/billing/operator-router'
import { newQueryClient } from '@farebox/web/query-client'
import { isServer, type QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { createTRPCClient, httpBatchLink } from '@trpc/client'
import { createTRPCContext } from '@trpc/tanstack-react-query'
import { type ReactNode, useState } from 'react'
import superjson from 'superjson'

const { TRPCProvider, useTRPC } = createTRPCContext<OperatorRouter>()

export const useApi = useTRPC

let ofThisTab: QueryClient | undefined

function queryClient(): QueryClient {
  if (isServer) return newQueryClient()
  ofThisTab ??= newQueryClient()
  return ofThisTab
}

/** Questions go by POST too: what an operator looks for may be a mail address, and addresses of requests are kept in logs. */
export function ApiProvider({ children }: { children: ReactNode }) {
  const client = queryClient()
  const [trpcClient] = useState(() =>
    createTRPCClient<OperatorRouter>({ links: [httpBatchLink({ url: '/api/trpc', transformer: superjson, methodOverride: 'POST' })] }),
  )
  return (
    <QueryClientProvider client={client}>
      <TRPCProvider trpcClient={trpcClient} queryClient={client}>
        {children}
      </TRPCProvider>
    </QueryClientProvider>
  )
}
