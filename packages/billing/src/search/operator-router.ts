// Search, for operators. It shows no personal data: the page of what was found does, and records that it was read.
import { z } from 'zod'
import { operatorProcedure, router } from '../operators/operator-procedure.ts'
import { searchById } from './search-by-id.ts'

export const searchOperatorRouter = router({
  byId: operatorProcedure('search.use')
    .input(z.object({ text: z.string().max(200) }))
    .query(async ({ ctx, input }) => ({ hits: await searchById(ctx.database, input.text) })),
})
