// A stored event becomes what it means for our books, and is marked handled in the same transaction.
import { asAppError } from '@farebox/errors'
import { z } from 'zod'
import { bookingPatience } from '../payments/money-in.ts'
import type { EventFacts, EventHandler } from './events/event-handler.ts'
import { eventHandlers } from './events/handlers.ts'
import type { Till } from './open-checkout.ts'

const related = z.object({ id: z.string(), type: z.string(), url: z.string() })
const thinPayload = z.object({ object: z.literal('v2.core.event'), context: z.string().nullish(), related_object: related.nullish() })
const snapshotPayload = z.object({ account: z.string().nullish(), data: z.object({ object: z.unknown() }) })

/** Throws where it could not be handled: the queue tries again. The event stays in the inbox until it is handled. */
export async function handleStripeEvent(till: Till, eventId: string, now: Date): Promise<void> {
  const { database } = till
  const event = await database.stripeEvent.findUnique({ where: { id: eventId } })
  if (!event || event.status === 'handled') return
  try {
    const handler = Object.hasOwn(eventHandlers, event.type) ? eventHandlers[event.type] : undefined
    const booking = handler && (await handle(handler, till, event))
    await database.$transaction(async (transaction) => {
      await booking?.(transaction, now)
      await transaction.stripeEvent.update({ where: { id: eventId }, data: { status: 'handled', handledAt: now, failure: null } })
    }, bookingPatience)
  } catch (cause) {
    const { message, internal } = asAppError(cause)
    await database.stripeEvent.updateMany({
      where: { id: eventId, status: { not: 'handled' } },
      data: { status: 'failed', attempts: { increment: 1 }, failure: internal ?? message },
    })
    throw cause
  }
}

async function handle(handler: EventHandler, till: Till, { id, type, payload }: { id: string; type: string; payload: unknown }) {
  const { object, account } = contentOf(payload)
  return handler(till, object, { id, type, account })
}

/** A snapshot event shows its object. A thin one only names it, and an account is its own object. */
function contentOf(stored: unknown): { object: unknown; account: EventFacts['account'] } {
  const thin = thinPayload.safeParse(stored)
  if (!thin.success) {
    const { account, data } = snapshotPayload.parse(stored)
    return { object: data.object, account: account ?? null }
  }
  const { context, related_object: object } = thin.data
  return { object: object ?? null, account: object?.type === 'v2.core.account' ? object.id : (context ?? null) }
}
