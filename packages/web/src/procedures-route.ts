// The browser's way to a web app's procedures: one route, taken from the app's own pages only.
import { failureOf, refuseOtherSites } from '@farebox/billing/trpc'
import { type AnyRouter, type inferRouterContext, TRPCError } from '@trpc/server'
import { fetchRequestHandler } from '@trpc/server/adapters/fetch'

type Route = (request: Request) => Promise<Response>

export function proceduresRoute<Router extends AnyRouter>(
  router: Router,
  requestContext: () => Promise<inferRouterContext<Router>>,
): Route {
  return (request) =>
    fetchRequestHandler<Router>({
      endpoint: '/api/trpc',
      req: request,
      router,
      // A question asked by POST, whose words are then in no log of addresses. Deeds by GET stay refused.
      allowMethodOverride: true,
      createContext: () => {
        try {
          refuseOtherSites(request)
        } catch (cause) {
          throw new TRPCError({ code: 'FORBIDDEN', cause })
        }
        return requestContext()
      },
      onError({ error, path, ctx }) {
        const failure = failureOf(error)
        if (failure.entry.status < 500) return
        const { requestId } = (ctx ?? {}) as { requestId?: string }
        console.error({ procedure: path, requestId, code: failure.code, internal: failure.internal, stack: error.stack })
      },
    })
}
