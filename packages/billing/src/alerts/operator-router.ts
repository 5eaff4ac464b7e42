// What operators were told, newest first.
import { z } from 'zod'
import { operatorProcedure, router } from '../operators/operator-procedure.ts'
import { type AlertKind, alertKinds, runbookAnchor } from './alert-kinds.ts'

const isKind = (kind: string): kind is AlertKind => Object.hasOwn(alertKinds, kind)

export const alertsOperatorRouter = router({
  list: operatorProcedure('alerts.read')
    .input(z.object({ limit: z.number().int().min(1).max(200).default(50) }).default({ limit: 50 }))
    .query(async ({ ctx, input }) => {
      const rows = await ctx.database.alert.findMany({ orderBy: [{ lastAt: 'desc' }, { id: 'desc' }], take: input.limit })
      return rows.map((row) => ({
        ...row,
        says: isKind(row.kind) ? alertKinds[row.kind] : row.kind,
        runbook: isKind(row.kind) ? runbookAnchor(row.kind) : null,
      }))
    }),
})
