// GET /v1/models and /v1/models/{id}: what may be called, and what it costs this caller.
import { listModelPrices, modelPrice } from '@farebox/billing/proxy'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { authenticated } from '../authenticate.ts'
import type { Routes } from '../gateway.ts'

export const modelRoutes: Routes = (app, gateway) => {
  authenticated(app, gateway, 'spend')
  const routes = app.withTypeProvider<ZodTypeProvider>()
  const schema = { tags: ['models'], security: [{ apiKey: [] }] }
  routes.get('/v1/models', { schema: { ...schema, summary: 'Models and their prices' } }, async ({ caller }) => ({
    object: 'list',
    data: await listModelPrices(gateway.proxy, caller),
  }))
  const one = { ...schema, summary: 'One model, by id or alias', params: z.object({ id: z.string() }) }
  routes.get('/v1/models/:id', { schema: one }, ({ caller, params }) => modelPrice(gateway.proxy, caller, params.id))
  // Some ids have a slash in them.
  const slashed = { params: z.object({ '*': z.string() }), hide: true }
  routes.get('/v1/models/*', { schema: slashed }, ({ caller, params }) => modelPrice(gateway.proxy, caller, params['*']))
}
