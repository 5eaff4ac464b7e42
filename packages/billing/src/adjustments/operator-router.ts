// Corrections of money by hand, for operators: one proposes, another decides.
import { z } from 'zod'
import { operatorProcedure, router, sensitiveProcedure } from '../operators/operator-procedure.ts'
import { approveAdjustment, previewAdjustment, proposeAdjustment, rejectAdjustment } from './adjust.ts'
import { findAdjustment, listAdjustments } from './list-adjustments.ts'
import { adjustmentRequest } from './request.ts'

const byId = z.object({ id: z.uuid() })

export const adjustmentsOperatorRouter = router({
  list: operatorProcedure('adjustments.read')
    .input(
      z.object({
        state: z.enum(['proposed', 'approved', 'rejected', 'all']).default('proposed'),
        after: z.uuid().optional(),
        limit: z.number().int().min(1).max(100).default(50),
      }),
    )
    .query(({ ctx, input }) => listAdjustments(ctx.database, input)),

  find: operatorProcedure('adjustments.read')
    .input(byId)
    .query(({ ctx, input }) => findAdjustment(ctx.database, input.id)),

  /** The dry run: exactly what the second person's click will move. */
  preview: operatorProcedure('adjustments.propose')
    .input(adjustmentRequest)
    .query(({ ctx, input }) => previewAdjustment(ctx.database, input, ctx.now)),

  propose: sensitiveProcedure('adjustments.propose')
    .input(adjustmentRequest)
    .mutation(async ({ ctx, input }) => {
      const { id } = await proposeAdjustment(ctx.database, input, ctx)
      return findAdjustment(ctx.database, id)
    }),

  approve: sensitiveProcedure('adjustments.approve')
    .input(byId)
    .mutation(async ({ ctx, input }) => {
      await approveAdjustment(ctx.database, input.id, ctx)
      return findAdjustment(ctx.database, input.id)
    }),

  reject: operatorProcedure('adjustments.approve')
    .input(z.object({ id: z.uuid(), reason: z.string().trim().min(3).max(1_000) }))
    .mutation(async ({ ctx, input }) => {
      await rejectAdjustment(ctx.database, input, ctx)
      return findAdjustment(ctx.database, input.id)
    }),
})
