// A developer names an address that is to be told of events.
import { newId, publicId } from '@farebox/db'
import { AppError } from '@farebox/errors'
import type { AppInMode } from '../organizations/member-of.ts'
import { recordAudit } from '../organizations/record-audit.ts'
import { type EndpointRecord, endpointRecord, type WebhookDesk } from './endpoint.ts'
import { locateEndpoint } from './endpoint-address.ts'
import type { WebhookEventType } from './events.ts'

export const ENDPOINTS_MAX = 10

export type NewEndpoint = AppInMode & {
  userId?: string | undefined
  url: string
  events: readonly WebhookEventType[]
  now: Date
}

/** The only answer that carries the secret. Throws `webhook_address_refused`. */
export async function createEndpoint(
  { database, secrets, reach }: WebhookDesk,
  { appId, organizationId, mode, userId, url, events, now }: NewEndpoint,
): Promise<EndpointRecord & { secret: string }> {
  const located = await locateEndpoint(url, reach)
  return database.$transaction(async (transaction) => {
    await transaction.$queryRaw`select id from app where id = ${appId}::uuid for no key update`
    if ((await transaction.webhookEndpoint.count({ where: { appId, mode } })) >= ENDPOINTS_MAX) throw new AppError('webhook_endpoint_limit')
    const id = newId(now.getTime())
    const endpoint = await transaction.webhookEndpoint.create({
      data: { id, appId, organizationId, mode, url: located.url.href, events: [...new Set(events)], createdAt: now },
    })
    const secret = await secrets.make(transaction, id, now)
    const details = { app: publicId('app', appId), mode, url: located.url.href, events: endpoint.events }
    await recordAudit(transaction, { userId, action: 'webhook.created', subject: publicId('webhookEndpoint', id), details, now })
    return { ...endpointRecord(endpoint), secret }
  })
}
