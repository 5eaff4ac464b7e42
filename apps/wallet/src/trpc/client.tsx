'use client'
// Procedures called from the browser: `const api = useApi()`, then `useSuspenseQuery(api.x.queryOptions())`.
import type { WalletRouter } from '@farebox/billing/routers'
import { isServer, type QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { createTRPCClient, httpBatchLink } from '@trpc/client'
import { createTRPCContext } from '@trpc/tanstack-react-query'
import { type ReactNode, useState } from 'react'
import superjson from 'superjson'
import { newQueryClient } from './query-client'

const { TRPCProvider, useTRPC } = createTRPCContext<WalletRouter>()

export const useApi = useTRPC

let ofThisTab: QueryClient | undefined

function queryClient(): QueryClient {
  if (isServer) return newQueryClient()
  ofThisTab ??= newQueryClient()
  return ofThisTab
}

export function ApiProvider({ children }: { children: ReactNode }) {
  const client = queryClient()
  const [trpcClient] = useState(() =>
    createTRPCClient<WalletRouter>({ links: [httpBatchLink({ url: '/api/trpc', transformer: superjson, maxURLLength: 2_000 })] }),
  )
  return (
    <QueryClientProvider client={client}>
      <TRPCProvider trpcClient={trpcClient} queryClient={client}>
        {children}
      </TRPCProvider>
    </QueryClientProvider>
  )
}
