// The inbox's safety net: an event that is stored and not handled, and whose job is dead or was lost, gets a new one.
import type { Database } from '@farebox/db'
import { enqueuer } from '../queue/enqueue.ts'

const EVENTS_MAX = 200
const PATIENCE_MS = 10 * 60_000
/** After this long a person looks at it: the event stays in the inbox, marked failed. */
const GIVE_UP_MS = 30 * 24 * 60 * 60_000

/** Returns how many were queued again. Handling an event twice changes nothing. */
export async function requeueStripeEvents(database: Database, now: Date): Promise<number> {
  const enqueue = await enqueuer(database)
  const waiting = await database.$queryRaw<{ id: string }[]>`
    select event.id from stripe_event event
     where event.status <> 'handled'
       and event.received_at < ${new Date(now.getTime() - PATIENCE_MS)} and event.received_at > ${new Date(now.getTime() - GIVE_UP_MS)}
       and not exists (select from pgboss.job
                        where job.name = 'handle-stripe-event' and job.data ->> 'eventId' = event.id and job.state in ('created', 'retry', 'active'))
     order by event.received_at limit ${EVENTS_MAX}`
  for (const { id } of waiting) await database.$transaction((transaction) => enqueue(transaction, 'handle-stripe-event', { eventId: id }))
  return waiting.length
}
