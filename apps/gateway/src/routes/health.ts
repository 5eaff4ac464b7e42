// GET /healthz: the process lives. GET /readyz: it may be sent calls.
import type { Routes } from '../gateway.ts'

export const healthRoutes: Routes = (app, gateway) => {
  const options = { schema: { hide: true } }
  app.get('/healthz', options, () => ({ status: 'ok' }))
  app.get('/readyz', options, async (_request, reply) => {
    const ready = !gateway.stopping && (await gateway.proxy.isReady())
    return reply.code(ready ? 200 : 503).send({ status: ready ? 'ready' : 'not ready' })
  })
}
