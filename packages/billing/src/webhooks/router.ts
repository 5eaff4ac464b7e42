// Webhooks of an app, for those who build it.
import { AppError } from '@farebox/errors'
import { z } from 'zod'
import { page } from '../organizations/developer-inputs.ts'
import { builderProcedure } from '../organizations/developer-procedures.ts'
import { router, type WebContext } from '../trpc.ts'
import { changeEndpoint, deleteEndpoint } from './change-endpoint.ts'
import { createEndpoint } from './create-endpoint.ts'
import { listDeliveries, replayDelivery, sendTest } from './deliveries.ts'
import { listEndpoints, type WebhookDesk } from './endpoint.ts'
import { webhookEvents, webhookEventTypes } from './events.ts'

const address = z.string().trim().max(2_048)
const events = z.array(z.enum(webhookEventTypes)).min(1, 'Choose at least one event.').max(webhookEventTypes.length)
const endpoint = z.object({ endpointId: z.string().max(64) })

export const webhooksRouter = router({
  list: builderProcedure.query(async ({ ctx }) => ({
    endpoints: await listEndpoints(ctx.database, ctx.of),
    events: webhookEventTypes.map((type) => ({ type, says: webhookEvents[type] })),
  })),

  /** The only answer that carries the secret, beside `rotateSecret`. */
  create: builderProcedure.input(z.object({ url: address, events })).mutation(({ ctx, input: { url, events } }) => {
    return createEndpoint(deskOf(ctx), { ...ctx.of, userId: ctx.person.userId, url, events, now: ctx.now })
  }),

  change: builderProcedure
    .input(endpoint.extend({ url: address.optional(), events: events.optional(), status: z.enum(['enabled', 'disabled']).optional() }))
    .mutation(({ ctx, input: { endpointId, url, events, status } }) => {
      const own = { ...ctx.of, endpointId, userId: ctx.person.userId, now: ctx.now }
      return changeEndpoint(deskOf(ctx), own, { url, events, status })
    }),

  rotateSecret: builderProcedure.input(endpoint).mutation(({ ctx, input: { endpointId } }) => {
    const own = { ...ctx.of, endpointId, userId: ctx.person.userId, now: ctx.now }
    return changeEndpoint(deskOf(ctx), own, { rotateSecret: true })
  }),

  remove: builderProcedure.input(endpoint).mutation(({ ctx, input: { endpointId } }) => {
    return deleteEndpoint({ database: ctx.database }, { ...ctx.of, endpointId, userId: ctx.person.userId, now: ctx.now })
  }),

  test: builderProcedure.input(endpoint).mutation(({ ctx, input: { endpointId } }) => {
    return sendTest(ctx.database, ctx.of, { endpointId, now: ctx.now })
  }),

  deliveries: builderProcedure.input(endpoint.extend(page)).query(({ ctx, input: { endpointId, after, limit } }) => {
    return listDeliveries(ctx.database, ctx.of, { endpointId, after, limit })
  }),

  replay: builderProcedure.input(z.object({ deliveryId: z.string().max(64) })).mutation(({ ctx, input: { deliveryId } }) => {
    return replayDelivery(ctx.database, ctx.of, { deliveryId, now: ctx.now })
  }),
})

function deskOf({ database, webhooks }: Pick<WebContext, 'database' | 'webhooks'>): WebhookDesk {
  if (!webhooks) throw new AppError('internal_error', { internal: 'this server was not given what webhooks are made with' })
  return { database, ...webhooks }
}
