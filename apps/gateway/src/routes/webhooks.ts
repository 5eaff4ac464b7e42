// /v1/webhooks and /v1/deliveries: where an app is told of events, and what became of each telling. For the app's keys only.
import { requireLive } from '@farebox/auth/api-key'
import {
  changeEndpoint,
  createEndpoint,
  type DeliveryRecord,
  deleteEndpoint,
  type EndpointRecord,
  listDeliveries,
  listEndpoints,
  replayDelivery,
  sendTest,
  webhookEvents,
  webhookEventTypes,
} from '@farebox/billing/webhooks'
import type { FastifyRequest } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { authenticated } from '../authenticate.ts'
import type { Routes } from '../gateway.ts'
import { keepReplies } from '../keep-replies.ts'

const described = Object.entries(webhookEvents).map(([type, says]) => `- \`${type}\`: ${says}`)
const events = z.array(z.enum(webhookEventTypes)).min(1).max(webhookEventTypes.length)
const creating = z.strictObject({
  url: z.string().max(2_048).meta({ description: 'https, on the public internet. Redirects are not followed.' }),
  events: events.meta({ description: described.join('\n'), example: ['usage.completed', 'user.connected'] }),
})
const changing = z.strictObject({
  url: creating.shape.url.optional(),
  events: events.optional(),
  status: z.enum(['enabled', 'disabled']).optional(),
  rotate_secret: z.boolean().optional().meta({ description: 'Answers a new `secret`. The one before stays valid for 24 hours.' }),
})
const params = z.object({ id: z.string().max(64) })
const paged = z.object({
  limit: z.coerce.number().int().min(1).max(100).default(20),
  after: z.string().max(64).optional().meta({ description: 'The id of the last delivery of the page before.' }),
})

export const webhookRoutes: Routes = (app, gateway) => {
  authenticated(app, gateway)
  keepReplies(app, gateway)
  const { database, clock } = gateway.proxy
  const routes = app.withTypeProvider<ZodTypeProvider>()
  const schema = { tags: ['webhooks'], security: [{ apiKey: [] }] }
  const config = { problem: true }
  const ownerOf = async ({ caller: { apiKeyId, appId, organizationId, mode } }: FastifyRequest) => {
    await requireLive(database, apiKeyId, clock())
    return { appId, organizationId, mode }
  }

  routes.get('/v1/webhooks', { schema: { ...schema, summary: 'Webhook endpoints' }, config }, async (request) => {
    const endpoints = await listEndpoints(database, await ownerOf(request))
    return { object: 'list', data: endpoints.map(answer), has_more: false }
  })
  const making = { ...schema, summary: 'Make an endpoint: the answer has its secret, once', body: creating }
  routes.post('/v1/webhooks', { schema: making, config }, async (request, reply) => {
    const owner = await ownerOf(request)
    const endpoint = await createEndpoint(gateway.webhooks, { ...owner, ...request.body, now: clock() })
    return reply.code(201).send(answer(endpoint))
  })
  const patching = { ...schema, summary: 'Change an endpoint, or its secret', params, body: changing }
  routes.patch('/v1/webhooks/:id', { schema: patching, config }, async (request) => {
    const own = { ...(await ownerOf(request)), endpointId: request.params.id, now: clock() }
    const { rotate_secret: rotateSecret, ...change } = request.body
    return answer(await changeEndpoint(gateway.webhooks, own, { ...change, rotateSecret }))
  })
  routes.delete(
    '/v1/webhooks/:id',
    { schema: { ...schema, summary: 'Delete an endpoint and its deliveries', params }, config },
    async (request) => {
      const { id } = request.params
      await deleteEndpoint(gateway.webhooks, { ...(await ownerOf(request)), endpointId: id, now: clock() })
      return { object: 'webhook_endpoint', id, deleted: true }
    },
  )
  routes.post('/v1/webhooks/:id/test', { schema: { ...schema, summary: 'Send a test event', params }, config }, async (request, reply) => {
    const delivery = await sendTest(database, await ownerOf(request), { endpointId: request.params.id, now: clock() })
    return reply.code(202).send(answerDelivery(delivery))
  })
  const listing = { ...schema, summary: 'What was told, newest first, with each attempt', params, querystring: paged }
  routes.get('/v1/webhooks/:id/deliveries', { schema: listing, config }, async (request) => {
    const { rows, hasMore } = await listDeliveries(database, await ownerOf(request), { endpointId: request.params.id, ...request.query })
    return { object: 'list', data: rows.map(answerDelivery), has_more: hasMore }
  })
  routes.post(
    '/v1/deliveries/:id/replay',
    { schema: { ...schema, summary: 'Send an event once more', params }, config },
    async (request, reply) => {
      const delivery = await replayDelivery(database, await ownerOf(request), { deliveryId: request.params.id, now: clock() })
      return reply.code(202).send(answerDelivery(delivery))
    },
  )
}

function answer({ id, url, events, status, disabledReason, failingSince, createdAt, secret }: EndpointRecord & { secret?: string }) {
  return {
    ...{ object: 'webhook_endpoint', id, url, events, status, disabled_reason: disabledReason },
    ...{ failing_since: failingSince?.toISOString() ?? null, created_at: createdAt.toISOString() },
    ...(secret !== undefined && { secret }),
  }
}

function answerDelivery({ id, eventId, type, status, replays, createdAt, nextAttemptAt, attempts, body }: DeliveryRecord) {
  return {
    ...{ object: 'webhook_delivery', id, event_id: eventId, type, status, replays, created_at: createdAt.toISOString() },
    next_attempt_at: nextAttemptAt?.toISOString() ?? null,
    attempts: attempts.map(({ at, tookMs, httpStatus, failure }) => ({
      ...{ at: at.toISOString(), took_ms: tookMs, http_status: httpStatus, failure },
    })),
    event: JSON.parse(body),
  }
}
