// The browser's way to the wallet's procedures.
import { walletRouter } from '@farebox/billing/routers'
import { failureOf, refuseOtherSites } from '@farebox/billing/trpc'
import { fetchRequestHandler } from '@trpc/server/adapters/fetch'
import { requestContext } from '../../../../trpc/context'

const answer = (request: Request) =>
  fetchRequestHandler({
    endpoint: '/api/trpc',
    req: request,
    router: walletRouter,
    createContext: () => {
      refuseOtherSites(request)
      return requestContext()
    },
    onError({ error, path, ctx }) {
      const failure = failureOf(error)
      if (failure.entry.status < 500) return
      console.error({ procedure: path, requestId: ctx?.requestId, code: failure.code, internal: failure.internal, stack: error.stack })
    },
  })

export { answer as GET, answer as POST }
