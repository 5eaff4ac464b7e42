// Balances, explained to operators.
import { z } from 'zod'
import { operatorProcedure, router } from '../operators/operator-procedure.ts'
import { explainedKinds } from './accounts.ts'
import { explainBalance } from './explain-balance.ts'
import { listAccounts } from './list-accounts.ts'

const account = z.object({ kind: z.enum(explainedKinds), id: z.uuid() })

export const explainOperatorRouter = router({
  /** The accounts of a wallet, organization, app, lot or payout by its id; without one, Farebox's own. */
  accounts: operatorProcedure('explain.read')
    .input(z.object({ of: z.string().max(64).optional() }).default({}))
    .query(({ ctx, input }) => listAccounts(ctx.database, input.of)),

  balance: operatorProcedure('explain.read')
    .input(
      z.object({
        mode: z.enum(['live', 'sandbox']).default('live'),
        account,
        at: z.date().optional(),
        after: z.string().max(200).optional(),
        limit: z.number().int().min(1).max(200).default(50),
      }),
    )
    .query(({ ctx, input }) => explainBalance(ctx.database, input)),
})
