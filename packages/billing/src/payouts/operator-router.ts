// Payouts as operators see, stop and decide them. Who may do what is the permission each procedure names.
import { PayoutStatus, type PublicKind, parsePublicId } from '@farebox/db'
import { AppError } from '@farebox/errors'
import { z } from 'zod'
import { operatorProcedure, router, sensitiveProcedure } from '../operators/operator-procedure.ts'
import { recordDeed, recordRead } from '../operators/record-deed.ts'
import { enqueuer } from '../queue/enqueue.ts'
import { assignPayout } from './assign-payout.ts'
import { decidePayout } from './decide-payout.ts'
import { decisionInput, holdMessage, holdReason } from './decision.ts'
import { placeEarningsHold, releaseEarningsHold } from './earnings-holds.ts'
import { listHolds } from './list-holds.ts'
import { payoutCase } from './payout-case.ts'
import { payoutQueue, queueCounts } from './payout-queue.ts'
import { planDecision } from './plan-decision.ts'

/** A public id of this kind, as the id inside. */
const idOf = (kind: PublicKind) =>
  z
    .string()
    .max(64)
    .transform((text) => {
      const id = parsePublicId(text, kind)
      if (!id) throw new AppError('not_found')
      return id
    })

const payoutId = idOf('payout')
const deciding = z.object({ payoutId, decision: decisionInput, hash: z.string().length(64) })

const queueInput = z.object({
  status: z.union([z.enum(PayoutStatus), z.literal('waiting'), z.literal('all')]).default('waiting'),
  assignee: z.union([z.literal('me'), z.literal('nobody'), z.uuid()]).optional(),
  risk: z.string().max(40).optional(),
  sort: z.enum(['age', 'amount']).default('age'),
  after: z.string().max(64).optional(),
  limit: z.int().min(1).max(100).default(50),
})

export const payoutsOperatorRouter = router({
  counts: operatorProcedure('payouts.read').query(({ ctx }) => queueCounts(ctx.database)),

  queue: operatorProcedure('payouts.read')
    .input(queueInput)
    .query(({ ctx, input }) =>
      payoutQueue(ctx.database, { ...input, assignee: input.assignee === 'me' ? ctx.operator.id : input.assignee }),
    ),

  /** Bank facts are personal data: looking is written down. */
  case: operatorProcedure('payouts.read')
    .input(z.object({ payoutId }))
    .query(async ({ ctx: { database, operator, now }, input }) => {
      const shown = await payoutCase(database, input.payoutId, now)
      await recordRead(database, { operator, action: 'payout.read', subject: shown.id, details: {}, now })
      return shown
    }),

  /** The dry run: what the second click will do, exactly. */
  plan: operatorProcedure('payouts.read')
    .input(deciding.omit({ hash: true }))
    .query(({ ctx: { database, operator, now }, input }) => planDecision(database, { ...input, operatorId: operator.id, now })),

  decide: sensitiveProcedure('payouts.decide')
    .input(deciding)
    .mutation(async ({ ctx: { database, operator, now }, input }) => {
      await decidePayout(database, { ...input, operator, now })
      return payoutCase(database, input.payoutId, now)
    }),

  /** Keeping money where it is asks for less than sending it. */
  hold: sensitiveProcedure('payouts.hold')
    .input(deciding)
    .mutation(async ({ ctx: { database, operator, now }, input }) => {
      if (input.decision.kind !== 'hold') throw new AppError('operator_not_allowed')
      await decidePayout(database, { ...input, operator, now })
      return payoutCase(database, input.payoutId, now)
    }),

  assign: operatorProcedure('payouts.assign')
    .input(z.object({ payoutId, operatorId: z.uuid().nullable() }))
    .mutation(async ({ ctx: { database, operator, now }, input }) => {
      await assignPayout(database, { payoutId: input.payoutId, to: input.operatorId, operator, now })
      return { assignedTo: input.operatorId }
    }),

  holds: operatorProcedure('payouts.read')
    .input(z.object({ organizationId: idOf('organization').optional(), state: z.enum(['open', 'released', 'all']).default('open') }))
    .query(({ ctx, input }) => listHolds(ctx.database, input)),

  placeHold: sensitiveProcedure('payouts.hold')
    .input(z.object({ organizationId: idOf('organization'), reason: holdReason, message: holdMessage, reviewAt: z.date() }))
    .mutation(({ ctx: { database, operator, now }, input }) => placeEarningsHold(database, { ...input, operator, now })),

  releaseHold: sensitiveProcedure('payouts.decide')
    .input(z.object({ holdId: z.uuid(), note: z.string().trim().min(3).max(2_000) }))
    .mutation(async ({ ctx: { database, operator, now }, input }) => {
      await releaseEarningsHold(database, { ...input, operator, now })
      return { released: true }
    }),

  runs: operatorProcedure('payouts.read').query(({ ctx }) => ctx.database.payoutRun.findMany({ orderBy: { startedAt: 'desc' }, take: 30 })),

  /** Today's run, now: the worker does it. Where it is done already, nothing happens. */
  run: operatorProcedure('payouts.run').mutation(async ({ ctx: { database, operator, now } }) => {
    const enqueue = await enqueuer(database)
    await database.$transaction(async (transaction) => {
      await enqueue(transaction, 'run-payouts', { operatorId: operator.id })
      await recordDeed(transaction, { operator, action: 'payouts.run', subject: now.toISOString().slice(0, 10), details: {}, now })
    })
    return { queued: true }
  }),
})
