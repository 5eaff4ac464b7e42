// TanStack Query, the same on the server (one per request) and in the browser (one per tab).
import { defaultShouldDehydrateQuery, hashKey, QueryClient, type QueryKey } from '@tanstack/react-query'
import superjson from 'superjson'

const FRESH_MS = 30_000

export function newQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: { staleTime: FRESH_MS, retry: false, queryKeyHashFn: nameOf },
      dehydrate: {
        serializeData: superjson.serialize,
        shouldDehydrateQuery: (query) => defaultShouldDehydrateQuery(query) || query.state.status === 'pending',
      },
      hydrate: { deserializeData: superjson.deserialize },
    },
  })
}

/** A question may hold amounts, which are bigints; plain JSON cannot name those. */
const nameOf = (key: QueryKey): string => hashKey([superjson.serialize(key).json])
