// Refunds as operators see them: what is not finished, what failed, who owes something; and refunding a purchase themselves.
import { type Database, type OrderModel, type PublicKind, parsePublicId, publicId } from '@farebox/db'
import { AppError } from '@farebox/errors'
import { fromCents, type Microcents, microcents, ZERO } from '@farebox/money'
import { z } from 'zod'
import { frozenOf } from '../disputes/index.ts'
import { operatorProcedure, router, sensitiveProcedure } from '../operators/operator-procedure.ts'
import { recordDeed } from '../operators/record-deed.ts'
import { enqueuer } from '../queue/enqueue.ts'
import { lockOrder } from './ask-refund.ts'
import { feeShare } from './fee-share.ts'
import { refundQueue } from './refund-queue.ts'
import { leftOf } from './refund-sources.ts'
import { soldTerms } from './refunded-so-far.ts'
import { takeRefund } from './take-refund.ts'

const idOf = (kind: PublicKind) =>
  z
    .string()
    .max(64)
    .transform((text) => {
      const id = parsePublicId(text, kind)
      if (!id) throw new AppError('not_found')
      return id
    })

const asked = z.object({ orderId: idOf('order'), amountCents: z.int().positive() })
const queueInput = z.object({
  status: z.enum(['unfinished', 'unknown', 'failed', 'all']).default('unfinished'),
  after: idOf('refund').optional(),
  limit: z.int().min(1).max(100).default(50),
})

export const refundsOperatorRouter = router({
  /** How many wait for Stripe, of how many nobody knows, and how many failed. */
  counts: operatorProcedure('refunds.read').query(async ({ ctx: { database } }) => {
    const groups = await database.refund.groupBy({ by: ['status'], _count: true })
    const of = (...statuses: string[]) => groups.reduce((sum, { status, _count }) => (statuses.includes(status) ? sum + _count : sum), 0)
    return { waiting: of('requested', 'sending', 'pending'), unknown: of('unknown'), failed: of('failed') }
  }),

  queue: operatorProcedure('refunds.read')
    .input(queueInput)
    .query(({ ctx, input }) => refundQueue(ctx.database, input)),

  /** Wallets that owe something, the most first: repaid by the next top-up, or written off by an adjustment. */
  debts: operatorProcedure('refunds.read').query(({ ctx }) => debts(ctx.database)),

  /** The dry run: what refunding this much would take, and who would owe what is not there any more. */
  plan: operatorProcedure('refunds.read')
    .input(asked)
    .query(async ({ ctx: { database }, input }) => {
      const order = await database.order.findUnique({ where: { id: input.orderId } })
      if (!order) throw new AppError('not_found')
      return planned(database, order, input.amountCents)
    }),

  /** Any purchase, in full or in part, such as one that a bank reported as stolen. What was spent of it is then owed. */
  make: sensitiveProcedure('refunds.make')
    .input(
      asked.extend({
        because: z.enum(['fraudulent', 'duplicate', 'requested_by_customer']),
        reason: z.string().trim().min(1).max(500),
        ticket: z.string().trim().min(1).max(100),
      }),
    )
    .mutation(async ({ ctx: { database, operator, now }, input }) => {
      const { orderId, amountCents, because, reason, ticket } = input
      const enqueue = await enqueuer(database)
      const refund = await database.$transaction(async (transaction) => {
        const order = await lockOrder({ transaction, enqueue }, orderId)
        const { mostCents } = await planned(transaction, order, amountCents)
        if (amountCents > mostCents) throw new AppError('refund_changed')
        const actor = { kind: 'operator', id: operator.id } as const
        const terms = { origin: 'operator', amountCents, reason: because, askedBy: operator.id, actor, now } as const
        const made = await takeRefund({ transaction, enqueue }, order, terms)
        const subject = publicId('refund', made.id)
        await recordDeed(transaction, {
          operator,
          action: 'refund.make',
          subject,
          details: { order: publicId('order', orderId), amountCents, because },
          reason,
          ticket,
          now,
        })
        return made
      })
      return { refundId: publicId('refund', refund.id), owed: microcents(refund.owedMicrocents) }
    }),
})

type Planned = { mostCents: number; amount: Microcents; fee: Microcents; taken: Microcents; owed: Microcents }

async function planned(database: Parameters<typeof leftOf>[0], order: OrderModel, amountCents: number): Promise<Planned> {
  if (order.status !== 'paid')
    throw new AppError('refund_not_possible', { message: 'This purchase is not paid and credited. Refund it at Stripe.' })
  const terms = await soldTerms(database, order)
  const [left, frozen] = [await leftOf(database, order), await frozenOf(database, order)]
  const fee = feeShare(terms, amountCents)
  const wanted = microcents(fromCents(amountCents) - fee)
  const there = microcents(left.available + frozen)
  const taken = there < wanted ? there : wanted
  const owed = wanted > taken ? microcents(wanted - taken) : ZERO
  return { mostCents: Math.max(0, terms.priceCents - terms.takenCents), amount: fromCents(amountCents), fee, taken, owed }
}

const DEBTS_MAX = 200

async function debts(database: Database) {
  const accounts = await database.account.findMany({
    where: { kind: { in: ['user_receivable', 'organization_receivable'] }, balanceMicrocents: { gt: 0 } },
    orderBy: { balanceMicrocents: 'desc' },
    take: DEBTS_MAX,
  })
  return accounts.map(({ mode, kind, id, balanceMicrocents }) => ({
    ...{ mode, debtor: kind === 'user_receivable' ? publicId('wallet', id) : publicId('organization', id) },
    owed: microcents(balanceMicrocents),
  }))
}
