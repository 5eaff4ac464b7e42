// The audit log. It is read only: rows are added by deeds, and the database lets nobody change them.
import { z } from 'zod'
import { listDeeds } from './list-deeds.ts'
import { operatorProcedure, router } from './operator-procedure.ts'

export const auditOperatorRouter = router({
  list: operatorProcedure('audit.read')
    .input(
      z.object({
        actorId: z.uuid('This is not the id of an operator.').optional(),
        action: z.string().max(64).optional(),
        subject: z.string().max(128).optional(),
        after: z.uuid().optional(),
        limit: z.int().min(1).max(100).default(50),
      }),
    )
    .query(({ ctx, input }) => listDeeds(ctx.database, input)),

  /** For the filter by person. */
  operators: operatorProcedure('audit.read').query(({ ctx }) =>
    ctx.database.operator.findMany({ select: { id: true, name: true, role: true, leftAt: true }, orderBy: { name: 'asc' }, take: 200 }),
  ),
})
