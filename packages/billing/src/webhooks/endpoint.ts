// An endpoint as its developer sees it. That of another app, or of the other mode, is not found.
import { type Database, type DatabaseTransaction, parsePublicId, publicId, type WebhookEndpointModel } from '@farebox/db'
import { AppError } from '@farebox/errors'
import type { AppInMode } from '../organizations/member-of.ts'
import type { WebhookReach } from './endpoint-address.ts'
import type { WebhookSecrets } from './webhook-secrets.ts'

/** What making, changing and delivering works with. */
export type WebhookDesk = { database: Database; secrets: WebhookSecrets; reach: WebhookReach }

export type WebhookOwner = Pick<AppInMode, 'appId' | 'mode'>

export type EndpointRecord = {
  id: string
  url: string
  events: string[]
  status: WebhookEndpointModel['status']
  disabledReason: string | null
  failingSince: Date | null
  createdAt: Date
}

export async function ownEndpoint(
  database: Database | DatabaseTransaction,
  { appId, mode }: WebhookOwner,
  endpointId: string,
): Promise<WebhookEndpointModel> {
  const id = parsePublicId(endpointId, 'webhookEndpoint')
  const endpoint = id && (await database.webhookEndpoint.findFirst({ where: { id, appId, mode } }))
  if (!endpoint) throw new AppError('not_found', { message: 'This app has no such webhook endpoint.' })
  return endpoint
}

export async function listEndpoints(database: Database, { appId, mode }: WebhookOwner): Promise<EndpointRecord[]> {
  const endpoints = await database.webhookEndpoint.findMany({ where: { appId, mode }, orderBy: { createdAt: 'asc' } })
  return endpoints.map(endpointRecord)
}

export function endpointRecord({ id, url, events, status, disabledReason, failingSince, createdAt }: WebhookEndpointModel): EndpointRecord {
  return { id: publicId('webhookEndpoint', id), url, events, status, disabledReason, failingSince, createdAt }
}
