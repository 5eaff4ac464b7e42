// The browser's way to the dashboard's procedures.
import { developerRouter } from '@farebox/billing/routers'
import { proceduresRoute } from '@farebox/web/procedures-route'
import { requestContext } from '../../../../trpc/context'

const answer = proceduresRoute(developerRouter, requestContext)

export { answer as GET, answer as POST }
