// The browser's way to the console's procedures.
import { operatorRouter } from '@farebox/billing/operator-router'
import { proceduresRoute } from '@farebox/web/procedures-route'
import { requestContext } from '../../../../trpc/context'

const answer = proceduresRoute(operatorRouter, requestContext)

export { answer as GET, answer as POST }
