// What came of one attempt: the delivery ends or is due again, and an endpoint where nothing arrives for days is told nothing any more.
import type { Database, DatabaseTransaction, WebhookDeliveryModel } from '@farebox/db'
import type { Enqueue } from '../queue/enqueue.ts'
import type { PostOutcome } from './post-webhook.ts'
import { ENDPOINT_PATIENCE_MS, nextAttemptAt } from './retry-schedule.ts'

export type Attempted = { outcome: PostOutcome; now: Date; enqueue: Enqueue }

type Endpoint = { id: string; failing_since: Date | null; status: 'enabled' | 'disabled' }

export async function recordAttempt(
  database: Database,
  { id, attempts, createdAt, endpointId }: Pick<WebhookDeliveryModel, 'id' | 'attempts' | 'createdAt' | 'endpointId'>,
  { outcome, now, enqueue }: Attempted,
): Promise<void> {
  const { delivered, httpStatus, failure, tookMs } = outcome
  await database.$transaction(async (transaction) => {
    // The endpoint first, as who changes it does.
    const [endpoint] = await transaction.$queryRaw<Endpoint[]>`
      select id, failing_since, status::text from webhook_endpoint where id = ${endpointId}::uuid for no key update`
    // Deleted, with its record, while this was on its way.
    if (!endpoint) return
    await transaction.webhookAttempt.createMany({
      data: [{ deliveryId: id, attempt: attempts, at: now, tookMs, httpStatus, failure }],
      skipDuplicates: true,
    })
    const next = delivered ? undefined : nextAttemptAt({ attempts, createdAt, now })
    const ended = { status: delivered ? ('delivered' as const) : ('failed' as const), endedAt: now }
    await transaction.webhookDelivery.updateMany({
      // What arrived has arrived, even where somebody disabled the endpoint meanwhile.
      where: { id, status: delivered ? { not: 'delivered' } : 'pending' },
      data: next ? { nextAttemptAt: next } : ended,
    })
    if (delivered) await forgetFailures(transaction, endpoint)
    else await noteFailure(transaction, endpoint, { httpStatus, now, enqueue })
  })
}

async function forgetFailures(transaction: DatabaseTransaction, { id, failing_since: failingSince }: Endpoint): Promise<void> {
  if (failingSince) await transaction.webhookEndpoint.update({ where: { id }, data: { failingSince: null } })
}

type Failure = { httpStatus: number | null; now: Date; enqueue: Enqueue }

/** Five days without one arrival, or its own word that it is gone for good, and it is disabled; its people are mailed. */
async function noteFailure(transaction: DatabaseTransaction, endpoint: Endpoint, { httpStatus, now, enqueue }: Failure): Promise<void> {
  const { id, failing_since: failingSince, status } = endpoint
  if (status === 'disabled') return
  const isGone = httpStatus === 410
  const isTired = failingSince !== null && now.getTime() - failingSince.getTime() >= ENDPOINT_PATIENCE_MS
  if (!isGone && !isTired) {
    if (!failingSince) await transaction.webhookEndpoint.update({ where: { id }, data: { failingSince: now } })
    return
  }
  const disabledReason = isGone ? 'It answered 410: it is gone.' : 'Nothing arrived for 5 days.'
  await transaction.webhookEndpoint.update({ where: { id }, data: { status: 'disabled', disabledReason } })
  await transaction.webhookDelivery.updateMany({
    where: { endpointId: id, status: 'pending' },
    data: { status: 'failed', endedAt: now },
  })
  await enqueue(transaction, 'send-webhook-mail', { endpointId: id })
}
