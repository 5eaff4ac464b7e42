// A payment succeeded: a second chance to complete its order, should the session's own event be late or lost.
import { z } from 'zod'
import { readCompletion } from '../complete-order.ts'
import type { EventHandler } from './event-handler.ts'

const payment = z.object({ metadata: z.object({ order: z.uuid() }) })

export const paymentIntentSucceeded: EventHandler = async (till, object) => {
  const ours = payment.safeParse(object)
  if (!ours.success) return undefined
  const { order: orderId } = ours.data.metadata
  const known = await till.database.order.findUnique({ where: { id: orderId }, select: { id: true } })
  return known ? readCompletion(till, orderId) : undefined
}
