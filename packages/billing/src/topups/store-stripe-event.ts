// The inbox: an event is stored once, with the job that will handle it, in one transaction.
import type { Database, Prisma } from '@farebox/db'
import { enqueuer } from '../queue/enqueue.ts'
import type { StripeEventFacts } from '../stripe/stripe-gate.ts'

/** Answers false for an event that was stored before. */
export async function storeStripeEvent(database: Database, { id, type, livemode, payload }: StripeEventFacts, now: Date): Promise<boolean> {
  const enqueue = await enqueuer(database)
  return database.$transaction(async (transaction) => {
    const { count } = await transaction.stripeEvent.createMany({
      data: [{ id, type, livemode, payload: payload as Prisma.InputJsonObject, receivedAt: now }],
      skipDuplicates: true,
    })
    if (count === 0) return false
    await enqueue(transaction, 'handle-stripe-event', { eventId: id })
    return true
  })
}
