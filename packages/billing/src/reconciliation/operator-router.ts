// The reconciliation board, for operators. Running it is the worker's work: the console asks for it.
import { z } from 'zod'
import { operatorProcedure, router, sensitiveProcedure } from '../operators/operator-procedure.ts'
import { recordDeed } from '../operators/record-deed.ts'
import { enqueuer } from '../queue/enqueue.ts'
import { breakCase, listBreaks, reconciliationBoard, withNames } from './board.ts'
import { resolveByOperator } from './resolve-by-operator.ts'

export const reconciliationOperatorRouter = router({
  board: operatorProcedure('reconciliation.read').query(({ ctx }) => reconciliationBoard(ctx.database)),

  breaks: operatorProcedure('reconciliation.read')
    .input(
      z.object({
        state: z.enum(['open', 'resolved', 'all']).default('open'),
        after: z.uuid().optional(),
        limit: z.number().int().min(1).max(100).default(50),
      }),
    )
    .query(({ ctx, input }) => listBreaks(ctx.database, input)),

  break: operatorProcedure('reconciliation.read')
    .input(z.object({ id: z.uuid() }))
    .query(({ ctx, input }) => breakCase(ctx.database, input.id)),

  resolve: sensitiveProcedure('reconciliation.resolve')
    .input(z.object({ id: z.uuid(), reason: z.string().trim().min(3).max(1_000) }))
    .mutation(async ({ ctx, input }) => {
      const [row] = await withNames(ctx.database, [await resolveByOperator(ctx.database, input, ctx)])
      return row
    }),

  /** The worker begins within seconds; the board says when it is done. */
  run: operatorProcedure('reconciliation.run').mutation(async ({ ctx }) => {
    const enqueue = await enqueuer(ctx.database)
    await ctx.database.$transaction(async (transaction) => {
      await enqueue(transaction, 'reconcile-with-stripe', { operatorId: ctx.operator.id })
      const { operator, now } = ctx
      await recordDeed(transaction, { operator, action: 'reconciliation.run', subject: 'reconciliation', details: {}, now })
    })
    return { isQueued: true }
  }),
})
