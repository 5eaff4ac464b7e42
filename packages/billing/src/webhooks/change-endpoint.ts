// What a developer changes about an endpoint: its address, its events, whether it is told at all, its secret; or that it exists.
import { publicId } from '@farebox/db'
import { recordAudit } from '../organizations/record-audit.ts'
import { type EndpointRecord, endpointRecord, ownEndpoint, type WebhookDesk, type WebhookOwner } from './endpoint.ts'
import { locateEndpoint } from './endpoint-address.ts'
import type { WebhookEventType } from './events.ts'

export type OwnEndpoint = WebhookOwner & { endpointId: string; userId?: string | undefined; now: Date }

export type EndpointChange = {
  url?: string | undefined
  events?: readonly WebhookEventType[] | undefined
  status?: 'enabled' | 'disabled' | undefined
  /** Makes a new secret. The one before stays valid for a day. */
  rotateSecret?: boolean | undefined
}

/** Answers the new secret where one was made. What waits for an endpoint that is disabled counts as failed, and can be replayed. */
export async function changeEndpoint(
  { database, secrets, reach }: WebhookDesk,
  { endpointId, userId, now, ...owner }: OwnEndpoint,
  { url, events, status, rotateSecret }: EndpointChange,
): Promise<EndpointRecord & { secret?: string }> {
  const { id } = await ownEndpoint(database, owner, endpointId)
  const located = url === undefined ? undefined : await locateEndpoint(url, reach)
  return database.$transaction(async (transaction) => {
    await transaction.$queryRaw`select id from webhook_endpoint where id = ${id}::uuid for no key update`
    // Once more, now that nobody deletes it meanwhile.
    await ownEndpoint(transaction, owner, endpointId)
    const endpoint = await transaction.webhookEndpoint.update({
      where: { id },
      data: {
        ...(located && { url: located.url.href }),
        ...(events && { events: [...new Set(events)] }),
        ...(status === 'enabled' && { status, disabledReason: null, failingSince: null }),
        ...(status === 'disabled' && { status, disabledReason: 'You disabled it.' }),
      },
    })
    if (status === 'disabled') {
      await transaction.webhookDelivery.updateMany({
        where: { endpointId: id, status: 'pending' },
        data: { status: 'failed', endedAt: now },
      })
    }
    const secret = rotateSecret ? await secrets.make(transaction, id, now) : undefined
    const details = { ...(located && { url: located.url.href }), ...(events && { events: endpoint.events }), ...(status && { status }) }
    const action = secret === undefined ? 'webhook.changed' : 'webhook.secret_rotated'
    await recordAudit(transaction, { userId, action, subject: publicId('webhookEndpoint', id), details, now })
    return { ...endpointRecord(endpoint), ...(secret !== undefined && { secret }) }
  })
}

/** Its secrets and the record of its deliveries go with it. */
export async function deleteEndpoint(
  { database }: Pick<WebhookDesk, 'database'>,
  { endpointId, userId, now, ...owner }: OwnEndpoint,
): Promise<void> {
  const { id, url } = await ownEndpoint(database, owner, endpointId)
  await database.$transaction(async (transaction) => {
    await transaction.webhookEndpoint.deleteMany({ where: { id } })
    await recordAudit(transaction, { userId, action: 'webhook.deleted', subject: publicId('webhookEndpoint', id), details: { url }, now })
  })
}
