// GET /v1/prices: every model and service with its list price, for anybody. What an app adds is not in it.
import { listBuiltInServices } from '@farebox/billing/built-in-services'
import { listModelPrices } from '@farebox/billing/proxy'
import type { Routes } from '../gateway.ts'

/** Prices are announced a minute ahead: a page may show them for half of that. */
const CACHE_SECONDS = 30

export const priceRoutes: Routes = (app, gateway) => {
  const desk = { ...gateway.proxy, services: gateway.services }
  const schema = { tags: ['models'], summary: 'Every price, without a key' }
  app.get('/v1/prices', { schema }, async (_request, reply) => {
    const anybody = { appId: '', mode: 'live', billingMode: 'developer' } as const
    const [models, services] = [await listModelPrices(gateway.proxy, anybody), listBuiltInServices(desk, anybody, 0)]
    return reply.header('cache-control', `public, max-age=${CACHE_SECONDS}`).send({ object: 'list', data: [...models, ...services] })
  })
}
