// The outbox: an event is written in the transaction of its cause, with a delivery for each endpoint that asked for it. Where nobody
// asked, nothing is written. What rolls back was never told.
import { type DatabaseTransaction, type Mode, newId, type Prisma } from '@farebox/db'
import type { TEST_EVENT, WebhookEventType } from './events.ts'

export type NewWebhookEvent = {
  type: WebhookEventType
  mode: Mode
  /** Of an app, its endpoints are told; of an organization, those of all its apps. */
  about: { appId: string } | { organizationId: string }
  /** Public id of what it is about: events of one object arrive in order. */
  objectId: string
  data: Prisma.InputJsonObject
  /** Tells one thing once, however often it is noticed. */
  cause?: string
  now: Date
}

type Told = { id: string; organizationId: string; appId: string }

/** Call it last in the transaction: the order of an object's events is kept by a lock until it ends. Returns how many endpoints are told. */
export async function recordEvent(transaction: DatabaseTransaction, event: NewWebhookEvent): Promise<number> {
  const { about, type, mode } = event
  const endpoints = await transaction.webhookEndpoint.findMany({
    where: { ...about, mode, status: 'enabled', events: { has: type } },
    select: { id: true, organizationId: true, appId: true },
  })
  return (await writeEvent(transaction, endpoints, event)) === undefined ? 0 : endpoints.length
}

/** Something for one endpoint only: a test. Returns the event's id. */
export async function recordTest(
  transaction: DatabaseTransaction,
  endpoint: Told & { mode: Mode },
  { objectId, now }: { objectId: string; now: Date },
): Promise<string | undefined> {
  const data = { message: 'This is a test. Nothing happened.' }
  const { appId, mode } = endpoint
  return writeEvent(transaction, [endpoint], { type: 'webhook.test', about: { appId }, mode, objectId, data, now })
}

type WrittenEvent = Omit<NewWebhookEvent, 'type'> & { type: WebhookEventType | typeof TEST_EVENT }

/** Undefined: nobody is to be told, or was told before. */
async function writeEvent(transaction: DatabaseTransaction, endpoints: Told[], event: WrittenEvent): Promise<string | undefined> {
  const [first] = endpoints
  if (!first) return undefined
  const { type, mode, about, objectId, data, cause = null, now } = event
  await transaction.$queryRaw`select pg_advisory_xact_lock(hashtextextended(${`webhook:${mode}:${objectId}`}, 0))::text`
  if (cause !== null && (await transaction.webhookEvent.findUnique({ where: { cause } }))) return undefined
  const last = await transaction.webhookEvent.aggregate({ where: { objectId, mode }, _max: { sequence: true } })
  const sequence = (last._max.sequence ?? 0) + 1
  const id = newId(now.getTime())
  const appId = 'appId' in about ? about.appId : null
  const { organizationId } = first
  await transaction.webhookEvent.create({
    data: { id, organizationId, appId, mode, type, objectId, sequence, data, cause, occurredAt: now },
  })
  await transaction.webhookDelivery.createMany({
    data: endpoints.map(({ id: endpointId }) => ({
      ...{ id: newId(now.getTime()), endpointId, eventId: id, objectId, sequence },
      ...{ nextAttemptAt: now, createdAt: now },
    })),
  })
  return id
}
