// What disputes did to an organization's earnings and to its own payments.
import { parsePublicId } from '@farebox/db'
import { AppError } from '@farebox/errors'
import { z } from 'zod'
import { page } from '../organizations/developer-inputs.ts'
import { financeProcedure } from '../organizations/developer-procedures.ts'
import { router } from '../trpc.ts'
import { listDisputes } from './list-disputes.ts'

export const developerDisputesRouter = router({
  /** The newest first. */
  list: financeProcedure.input(z.object(page)).query(async ({ ctx, input }) => {
    const after = input.after && parsePublicId(input.after, 'dispute')
    if (input.after && !after) throw new AppError('not_found')
    return listDisputes(ctx.database, { ...ctx.of, after: after || undefined, limit: input.limit })
  }),
})
