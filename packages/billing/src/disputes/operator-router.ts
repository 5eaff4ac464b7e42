// Disputes and fraud warnings as operators see and answer them. Who may do what is the permission each procedure names.
import { parsePublicId, publicId } from '@farebox/db'
import { AppError } from '@farebox/errors'
import { z } from 'zod'
import { operatorProcedure, router, sensitiveProcedure } from '../operators/operator-procedure.ts'
import { recordRead } from '../operators/record-deed.ts'
import { askAnswer } from './answer-dispute.ts'
import { disputeCase } from './dispute-case.ts'
import { disputeCounts, disputeQueue } from './dispute-queue.ts'
import { evidencePacket } from './evidence-packet.ts'
import { evidenceHash, evidenceText } from './evidence-text.ts'
import { releaseOthers, releaseWarning } from './release.ts'

const disputeId = z
  .string()
  .max(64)
  .transform((text) => {
    const id = parsePublicId(text, 'dispute')
    if (!id) throw new AppError('not_found')
    return id
  })

const queueInput = z.object({
  state: z.enum(['waiting', 'due', 'open', 'closed', 'all']).default('waiting'),
  kind: z.enum(['dispute', 'fraud_warning']).optional(),
  after: disputeId.optional(),
  limit: z.int().min(1).max(100).default(50),
})

const note = z.string().trim().min(3).max(2_000)
const deed = z.object({ disputeId, note })

export const disputesOperatorRouter = router({
  /** How many wait for us, how many of them for less than two days, and how many warnings are open. */
  counts: operatorProcedure('disputes.read').query(({ ctx }) => disputeCounts(ctx.database, ctx.now)),

  queue: operatorProcedure('disputes.read')
    .input(queueInput)
    .query(({ ctx, input }) => disputeQueue(ctx.database, input, ctx.now)),

  case: operatorProcedure('disputes.read')
    .input(z.object({ disputeId }))
    .query(({ ctx, input }) => disputeCase(ctx.database, input.disputeId)),

  /** What would be sent to the bank, as facts and in Stripe's fields. Personal data: looking is written down. */
  packet: operatorProcedure('disputes.read')
    .input(z.object({ disputeId }))
    .query(async ({ ctx: { database, operator, now }, input }) => {
      const packet = await evidencePacket(database, input.disputeId)
      const evidence = evidenceText(packet)
      const subject = publicId('dispute', input.disputeId)
      await recordRead(database, { operator, action: 'dispute.read_packet', subject, details: {}, now })
      return { packet, evidence, hash: evidenceHash(evidence) }
    }),

  /** Sends the packet that was looked at. It cannot be taken back. */
  submit: sensitiveProcedure('disputes.answer')
    .input(deed.extend({ hash: z.string().length(64) }))
    .mutation(async ({ ctx: { database, operator, now }, input }) => {
      const evidence = evidenceText(await evidencePacket(database, input.disputeId))
      if (evidenceHash(evidence) !== input.hash) throw new AppError('plan_changed')
      await askAnswer(database, { disputeId: input.disputeId, kind: 'evidence', evidence, note: input.note, operator, now })
      return disputeCase(database, input.disputeId)
    }),

  /** Gives it up: the bank keeps the money. */
  accept: sensitiveProcedure('disputes.answer')
    .input(deed)
    .mutation(async ({ ctx: { database, operator, now }, input }) => {
      await askAnswer(database, { ...input, kind: 'accept', evidence: {}, operator, now })
      return disputeCase(database, input.disputeId)
    }),

  /** A fraud warning that was nothing: the money can be spent again. */
  release: sensitiveProcedure('disputes.answer')
    .input(deed)
    .mutation(async ({ ctx: { database, operator, now }, input }) => {
      await releaseWarning(database, { ...input, operator, now })
      return disputeCase(database, input.disputeId)
    }),

  /** Earnings of the payer's other purchases, which a stolen card held back. */
  releaseEarnings: sensitiveProcedure('disputes.answer')
    .input(deed)
    .mutation(async ({ ctx: { database, operator, now }, input }) => {
      await releaseOthers(database, { ...input, operator, now })
      return disputeCase(database, input.disputeId)
    }),
})
