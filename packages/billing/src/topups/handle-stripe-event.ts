// A stored event becomes what it means for our books, and is marked handled in the same transaction.
import { asAppError } from '@farebox/errors'
import { z } from 'zod'
import { eventHandlers } from './events/handlers.ts'
import type { Till } from './open-checkout.ts'

const payload = z.object({ data: z.object({ object: z.unknown() }) })

/** Throws where it could not be handled: the queue tries again. The event stays in the inbox until it is handled. */
export async function handleStripeEvent(till: Till, eventId: string, now: Date): Promise<void> {
  const { database } = till
  const event = await database.stripeEvent.findUnique({ where: { id: eventId } })
  if (!event || event.status === 'handled') return
  try {
    const handler = Object.hasOwn(eventHandlers, event.type) ? eventHandlers[event.type] : undefined
    const booking = await handler?.(till, payload.parse(event.payload).data.object)
    await database.$transaction(async (transaction) => {
      await booking?.(transaction, now)
      await transaction.stripeEvent.update({ where: { id: eventId }, data: { status: 'handled', handledAt: now, failure: null } })
    })
  } catch (cause) {
    const { message, internal } = asAppError(cause)
    await database.stripeEvent.updateMany({
      where: { id: eventId, status: { not: 'handled' } },
      data: { status: 'failed', attempts: { increment: 1 }, failure: internal ?? message },
    })
    throw cause
  }
}
