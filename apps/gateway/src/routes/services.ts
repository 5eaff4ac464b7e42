// GET and POST /v1/services: what can be metered beside models: a developer's own services, and the built-in ones; what one of it costs.
import { requireLive } from '@farebox/auth/api-key'
import { listBuiltInServices } from '@farebox/billing/built-in-services'
import { markupFor, publicId } from '@farebox/billing/proxy'
import { defineService, findService, listServices, type PricedService, priceForm } from '@farebox/billing/services'
import { microcents, toDollars } from '@farebox/money'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { authenticated } from '../authenticate.ts'
import type { Routes } from '../gateway.ts'
import { keepReplies } from '../keep-replies.ts'

const asked = z.strictObject({
  name: z
    .string()
    .regex(/^[a-z][a-z0-9_-]{0,62}$/)
    .meta({ description: 'How your calls name it, and your users read it.', example: 'thumbnail' }),
  unit: z.string().max(32).optional().meta({ description: 'What is counted. Without it: what the price counts.', example: 'image' }),
  price: z.union([priceForm, z.array(priceForm).min(1).max(4)]).meta({
    description: 'One of the three forms, or several that add up (`call` is a unit).',
    example: { cents: 5, per: 1, unit: 'image' },
  }),
  description: z.string().max(500).optional(),
  starts_at: z.iso
    .datetime({ offset: true })
    .optional()
    .meta({ description: 'From when a changed price holds: at least 60 seconds ahead.' }),
})

export const serviceRoutes: Routes = (app, gateway) => {
  authenticated(app, gateway)
  keepReplies(app, gateway)
  const { database, clock } = gateway.proxy
  const desk = { ...gateway.proxy, services: gateway.services }
  const routes = app.withTypeProvider<ZodTypeProvider>()
  const schema = { tags: ['metered services'], security: [{ apiKey: [] }] }
  const config = { problem: true }

  routes.get(
    '/v1/services',
    { schema: { ...schema, summary: 'Your services, the built-in ones, and their prices' }, config },
    async ({ caller }) => {
      await requireLive(database, caller.apiKeyId, clock())
      const services = await listServices(database, { appId: caller.appId, now: clock() })
      const builtIn = listBuiltInServices(desk, caller, await markupFor(gateway.proxy, caller))
      return { object: 'list', data: [...services.map(answer), ...builtIn.map((each) => ({ ...each, built_in: true }))], has_more: false }
    },
  )
  const defining = { ...schema, summary: 'Make a service, or announce its new price', body: asked }
  routes.post('/v1/services', { schema: defining, config }, async ({ caller, body }, reply) => {
    await requireLive(database, caller.apiKeyId, clock())
    const { name, unit, price, description, starts_at: startsAt } = body
    const { appId, organizationId } = caller
    const terms = { price, unit, description, ...(startsAt && { startsAt: new Date(startsAt) }) }
    const { isNew } = await defineService(database, { appId, organizationId, name, ...terms, now: clock() })
    return reply.code(isNew ? 201 : 200).send(answer(await findService(database, { appId, name, now: clock() })))
  })
}

function answer({ id, name, unit, description, createdAt, price, next }: PricedService) {
  return {
    object: 'service',
    built_in: false,
    id: publicId('service', id),
    name,
    unit,
    description,
    created_at: createdAt.toISOString(),
    currency: 'USD',
    ...described(price),
    next_price: next ? { ...described(next), starts_at: next.startsAt.toISOString() } : null,
  }
}

function described({ id, form, explained, lines }: PricedService['price']) {
  const perMillion = lines.map(({ meter, priceMicrocentsPerMillion: price }) => ({ meter, dollars: toDollars(microcents(price)) }))
  return { price: form, explained, pricing: { per_units: 1_000_000, lines: perMillion }, price_version: id }
}
