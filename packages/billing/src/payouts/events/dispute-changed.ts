// A payment is disputed, or a dispute ended. Only noted here: earnings of that payment are not sent until a person has looked.
import { z } from 'zod'
import type { EventHandler } from '../../topups/events/event-handler.ts'

const dispute = z.object({
  id: z.string(),
  amount: z.int(),
  payment_intent: z.string().nullable(),
  reason: z.string().nullish(),
  status: z.string(),
  created: z.int(),
})

const ended = new Set(['won', 'lost', 'warning_closed', 'prevented'])

/** Events arrive in any order: what has ended does not open again by an older one. */
export const disputeChanged: EventHandler = async (_till, object) => {
  const { id, amount, payment_intent, reason, status, created } = dispute.parse(object)
  // An inquiry asks for an answer and takes no money.
  if (!payment_intent || (status.startsWith('warning_') && status !== 'warning_closed')) return undefined
  return async (transaction, now) => {
    const openedAt = new Date(created * 1_000)
    const isOver = ended.has(status)
    const outcome = isOver ? { closedAt: now, isWon: status !== 'lost' } : {}
    await transaction.disputeNotice.upsert({
      where: { stripeDisputeId: id },
      create: { stripeDisputeId: id, paymentIntent: payment_intent, amountCents: amount, reason: reason ?? null, openedAt, ...outcome },
      update: { amountCents: amount, ...outcome },
    })
  }
}
