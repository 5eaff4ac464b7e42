// GET /v1/charges and /v1/charges/{id}: what calls did cost, and how that splits.
import { requireLive } from '@farebox/auth/api-key'
import { readCharge, readCharges } from '@farebox/billing/proxy'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { authenticated } from '../authenticate.ts'
import type { Routes } from '../gateway.ts'

const asked = z.object({
  limit: z.coerce.number().int().min(1).max(100).default(20),
  after: z.string().optional().meta({ description: 'The id of the last charge of the page before.' }),
  external_user_id: z.string().optional(),
})

export const chargeRoutes: Routes = (app, gateway) => {
  authenticated(app, gateway)
  const { proxy } = gateway
  const routes = app.withTypeProvider<ZodTypeProvider>()
  const schema = { tags: ['receipts'], security: [{ apiKey: [] }] }
  routes.get('/v1/charges', { schema: { ...schema, summary: 'Charges, newest first', querystring: asked } }, async ({ caller, query }) => {
    await requireLive(proxy.database, caller.apiKeyId, proxy.clock())
    return readCharges(proxy, caller, { externalUserId: query.external_user_id, after: query.after, limit: query.limit })
  })
  const params = z.object({ id: z.string() })
  routes.get('/v1/charges/:id', { schema: { ...schema, summary: 'One charge, by its id or the request’s', params } }, async (request) => {
    await requireLive(proxy.database, request.caller.apiKeyId, proxy.clock())
    return readCharge(proxy, request.caller, request.params.id)
  })
}
