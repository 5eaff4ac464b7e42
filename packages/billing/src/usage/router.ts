// What happened in an app: charges, refused calls, users.
import { z } from 'zod'
import { page } from '../organizations/developer-inputs.ts'
import { appProcedure } from '../organizations/developer-procedures.ts'
import { router } from '../trpc.ts'
import { findCharge } from './find-charge.ts'
import { listAppUsers } from './list-app-users.ts'
import { listCharges } from './list-charges.ts'
import { listRefusedCalls } from './list-refused-calls.ts'

const word = z.string().trim().max(128).optional()

export const usageRouter = router({
  charges: appProcedure
    .input(z.object({ ...page, externalUserId: word, model: word, id: word }))
    .query(({ ctx, input: { after, limit, externalUserId, model, id } }) =>
      listCharges(ctx.database, { ...ctx.of, after, limit, externalUserId, model, id }),
    ),

  charge: appProcedure
    .input(z.object({ id: z.string().max(64) }))
    .query(({ ctx, input }) => findCharge(ctx.database, { ...ctx.of, id: input.id })),

  refusedCalls: appProcedure
    .input(z.object({ ...page, code: word }))
    .query(({ ctx, input: { after, limit, code } }) => listRefusedCalls(ctx.database, { ...ctx.of, after, limit, code, now: ctx.now })),

  users: appProcedure
    .input(z.object({ ...page, search: word }))
    .query(({ ctx, input: { after, limit, search } }) => listAppUsers(ctx.database, { ...ctx.of, after, limit, search })),
})
