// A job: what is due is claimed, sent, and written down. Any number of workers may run it: a delivery is claimed by one, and one whose
// worker was lost is due again after a minute. Receivers may get an event twice, never out of the order of its object.
import { type Database, publicId } from '@farebox/db'
import { type Enqueue, enqueuer } from '../queue/enqueue.ts'
import type { WebhookDesk } from './endpoint.ts'
import { eventBody } from './event-body.ts'
import { postWebhook } from './post-webhook.ts'
import { recordAttempt } from './record-attempt.ts'

const BATCH = 50
/** So that a slow receiver does not make all others wait. */
const PER_ENDPOINT = 10
const LOST_AFTER_MS = 60_000
const ROUNDS_MAX = 20

/** Returns how many arrived. */
export async function deliverWebhooks(desk: WebhookDesk, now: Date): Promise<number> {
  const enqueue = await enqueuer(desk.database)
  let arrived = 0
  for (let round = 0; round < ROUNDS_MAX; round += 1) {
    const claimed = await claimDue(desk.database, now)
    if (claimed.length === 0) break
    const outcomes = await Promise.all(claimed.map((id) => deliver(desk, id, { now, enqueue })))
    arrived += outcomes.filter(Boolean).length
  }
  return arrived
}

/** Those due, the oldest first, of each object only the first that is still on its way. */
async function claimDue(database: Database, now: Date): Promise<string[]> {
  const rows = await database.$queryRaw<{ id: string }[]>`
    with due as (
      select d.id, row_number() over (partition by d.endpoint_id order by d.next_attempt_at, d.id) as place
        from webhook_delivery d
        join webhook_endpoint e on e.id = d.endpoint_id and e.status = 'enabled'
       where d.status = 'pending' and d.next_attempt_at <= ${now}
         and (d.replays is not null or not exists (
           select 1 from webhook_delivery earlier
            where earlier.endpoint_id = d.endpoint_id and earlier.object_id = d.object_id and earlier.sequence < d.sequence
              and earlier.status = 'pending' and earlier.replays is null))
    ), claimed as (
      select id from webhook_delivery
       where id in (select id from due where place <= ${PER_ENDPOINT} order by place, id limit ${BATCH})
         and status = 'pending' and next_attempt_at <= ${now}
         for update skip locked
    )
    update webhook_delivery d set next_attempt_at = ${new Date(now.getTime() + LOST_AFTER_MS)}, attempts = d.attempts + 1
      from claimed where d.id = claimed.id
    returning d.id`
  return rows.map(({ id }) => id)
}

type Sending = { now: Date; enqueue: Enqueue }

async function deliver({ database, secrets, reach }: WebhookDesk, deliveryId: string, { now, enqueue }: Sending): Promise<boolean> {
  const delivery = await database.webhookDelivery.findUnique({ where: { id: deliveryId }, include: { event: true, endpoint: true } })
  if (!delivery) return false
  const { event, endpoint } = delivery
  const body = eventBody(event)
  const signing = await secrets.inForce(database, endpoint.id, now)
  const outcome = await postWebhook({ url: endpoint.url, eventId: publicId('webhookEvent', event.id), body, secrets: signing }, reach)
  await recordAttempt(database, delivery, { outcome, now, enqueue })
  return outcome.delivered
}
