// What a receiver reads: the same bytes at every attempt.
import { publicId, type WebhookEventModel } from '@farebox/db'

export function eventBody({ id, type, mode, occurredAt, objectId, sequence, data }: WebhookEventModel): string {
  const timestamp = occurredAt.toISOString()
  return JSON.stringify({ id: publicId('webhookEvent', id), type, timestamp, mode, object_id: objectId, sequence, data })
}
