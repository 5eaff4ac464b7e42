// GET /v1/models and /v1/models/{id}: what may be called, and what it costs this caller.
import { listModelPrices, modelPrice } from '@farebox/billing/proxy'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { authenticated } from '../authenticate.ts'
import type { Routes } from '../gateway.ts'

export const modelRoutes: Routes = (app, gateway) => {
  authenticated(app, gateway)
  const routes = app.withTypeProvider<ZodTypeProvider>()
  const schema = { tags: ['models'], security: [{ apiKey: [] }] }
  routes.get('/v1/models', { schema: { ...schema, summary: 'Models and their prices' } }, async ({ caller }) => ({
    object: 'list',
    data: await listModelPrices(gateway.proxy, caller),
  }))
  // Some ids have a slash in them.
  routes.get('/v1/models/*', { schema: { ...schema, summary: 'One model', params: z.object({ '*': z.string() }) } }, ({ caller, params }) =>
    modelPrice(gateway.proxy, caller, params['*']),
  )
}
