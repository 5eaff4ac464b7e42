// What an organization earned.
import { organizationProcedure } from '../organizations/developer-procedures.ts'
import { router } from '../trpc.ts'
import { earningsStatement } from './earnings-statement.ts'

export const earningsRouter = router({
  statement: organizationProcedure.query(({ ctx }) =>
    earningsStatement(ctx.database, { ...ctx.of, delayDays: ctx.organization.earningsDelayDays }),
  ),
})
