// The gateway's door: webhooks as an app's key manages them.
export { changeEndpoint, deleteEndpoint } from './change-endpoint.ts'
export { createEndpoint } from './create-endpoint.ts'
export { type DeliveryRecord, listDeliveries, replayDelivery, sendTest } from './deliveries.ts'
export { type EndpointRecord, listEndpoints, ownEndpoint, type WebhookDesk } from './endpoint.ts'
export { webhookEvents, webhookEventTypes } from './events.ts'
export { WebhookSecrets } from './webhook-secrets.ts'
