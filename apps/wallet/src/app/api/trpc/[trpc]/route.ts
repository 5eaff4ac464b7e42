// The browser's way to the wallet's procedures.
import { walletRouter } from '@farebox/billing/routers'
import { proceduresRoute } from '@farebox/web/procedures-route'
import { requestContext } from '../../../../trpc/context'

const answer = proceduresRoute(walletRouter, requestContext)

export { answer as GET, answer as POST }
