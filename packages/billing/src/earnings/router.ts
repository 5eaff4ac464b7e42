// What an organization earned.
import { z } from 'zod'
import { organizationProcedure } from '../organizations/developer-procedures.ts'
import { router } from '../trpc.ts'
import { earningsByDay } from './earnings-by-day.ts'
import { earningsStatement } from './earnings-statement.ts'

export const earningsRouter = router({
  statement: organizationProcedure.query(({ ctx }) =>
    earningsStatement(ctx.database, { ...ctx.of, delayDays: ctx.organization.earningsDelayDays }),
  ),

  /** Per day, app and model; `isProven` says whether it is what the ledger has. */
  days: organizationProcedure
    .input(z.object({ from: z.iso.date(), to: z.iso.date() }))
    .query(({ ctx, input }) => earningsByDay(ctx.database, ctx.of, input)),
})
