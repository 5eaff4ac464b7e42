// Deliveries as their developer sees them: what was told, each attempt, and sending it once more.
import { type Database, newId, parsePublicId, publicId } from '@farebox/db'
import { AppError, assert } from '@farebox/errors'
import { ownEndpoint, type WebhookOwner } from './endpoint.ts'
import { eventBody } from './event-body.ts'
import { recordTest } from './record-event.ts'

export type DeliveryRecord = {
  id: string
  eventId: string
  type: string
  objectId: string
  sequence: number
  status: 'pending' | 'delivered' | 'failed'
  /** The delivery it repeats, where somebody asked for it. */
  replays: string | null
  createdAt: Date
  endedAt: Date | null
  /** Null: it is not tried again. */
  nextAttemptAt: Date | null
  attempts: { at: Date; tookMs: number; httpStatus: number | null; failure: string | null }[]
  /** Exactly what is sent. */
  body: string
}

export type DeliveryPage = { after?: string | undefined; limit: number }

/** Newest first. `after` is the id of the last delivery of the page before. */
export async function listDeliveries(
  database: Database,
  owner: WebhookOwner,
  { endpointId, after, limit }: DeliveryPage & { endpointId: string },
): Promise<{ rows: DeliveryRecord[]; hasMore: boolean }> {
  const endpoint = await ownEndpoint(database, owner, endpointId)
  const afterId = after && parsePublicId(after, 'webhookDelivery')
  const found = await readDeliveries(database, { endpointId: endpoint.id, ...(afterId && { id: { lt: afterId } }) }, limit + 1)
  return { rows: found.slice(0, limit), hasMore: found.length > limit }
}

/** Puts a test event on its way. It arrives like any other, whatever the endpoint subscribed to. */
export async function sendTest(
  database: Database,
  owner: WebhookOwner,
  { endpointId, now }: { endpointId: string; now: Date },
): Promise<DeliveryRecord> {
  const endpoint = await ownEndpoint(database, owner, endpointId)
  if (endpoint.status === 'disabled') throw new AppError('webhook_endpoint_disabled')
  const eventId = await database.$transaction((transaction) => recordTest(transaction, endpoint, { objectId: endpointId, now }))
  assert(eventId, 'a test is told to the endpoint it is for')
  return only(database, { eventId })
}

/** Sends an event once more, under its own id. It waits for no other, and no other waits for it. */
export async function replayDelivery(
  database: Database,
  owner: WebhookOwner,
  { deliveryId, now }: { deliveryId: string; now: Date },
): Promise<DeliveryRecord> {
  const id = parsePublicId(deliveryId, 'webhookDelivery')
  const told =
    id &&
    (await database.webhookDelivery.findFirst({
      where: { id, endpoint: { appId: owner.appId, mode: owner.mode } },
      include: { endpoint: true },
    }))
  if (!told) throw new AppError('not_found', { message: 'This app has no such delivery.' })
  if (told.endpoint.status === 'disabled') throw new AppError('webhook_endpoint_disabled')
  const { endpointId, eventId, objectId, sequence } = told
  const replayId = newId(now.getTime())
  await database.webhookDelivery.create({
    data: { id: replayId, endpointId, eventId, objectId, sequence, replays: told.id, nextAttemptAt: now, createdAt: now },
  })
  return only(database, { id: replayId })
}

type Wanted = { id?: string | { lt: string }; endpointId?: string; eventId?: string }

async function only(database: Database, wanted: Wanted): Promise<DeliveryRecord> {
  const [delivery] = await readDeliveries(database, wanted, 1)
  assert(delivery, 'a delivery that was just made exists')
  return delivery
}

async function readDeliveries(database: Database, where: Wanted, take: number): Promise<DeliveryRecord[]> {
  const rows = await database.webhookDelivery.findMany({
    where,
    orderBy: { id: 'desc' },
    take,
    include: { event: true, log: { orderBy: { attempt: 'asc' } } },
  })
  return rows.map(({ id, event, status, replays, createdAt, endedAt, nextAttemptAt, log }) => ({
    ...{ id: publicId('webhookDelivery', id), eventId: publicId('webhookEvent', event.id), type: event.type },
    ...{ objectId: event.objectId, sequence: event.sequence, status, createdAt, endedAt },
    replays: replays && publicId('webhookDelivery', replays),
    nextAttemptAt: status === 'pending' ? nextAttemptAt : null,
    attempts: log.map(({ at, tookMs, httpStatus, failure }) => ({ at, tookMs, httpStatus, failure })),
    body: eventBody(event),
  }))
}
