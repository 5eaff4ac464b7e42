// POST /v1/users/{id}/checkout: a page where someone buys a package for this user. It works signed out; Stripe is met there, not here.
import { requireLive } from '@farebox/auth/api-key'
import { startUserCheckout } from '@farebox/billing/users'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { authenticated } from '../authenticate.ts'
import type { Routes } from '../gateway.ts'
import { keepReplies } from '../keep-replies.ts'

const body = z.strictObject({
  package_id: z.string().max(64).meta({ example: 'basic' }),
  success_url: z.string().max(2_048).meta({ description: 'On a website registered for the app.' }),
  cancel_url: z.string().max(2_048),
})
const params = z.object({ externalUserId: z.string() })

export const checkoutRoutes: Routes = (app, gateway) => {
  authenticated(app, gateway)
  keepReplies(app, gateway)
  const { database, clock } = gateway.proxy
  const routes = app.withTypeProvider<ZodTypeProvider>()
  const schema = { tags: ['packages'], summary: 'A checkout page for a user', security: [{ apiKey: [] }], params, body }
  routes.post('/v1/users/:externalUserId/checkout', { schema }, async ({ caller, params, body }, reply) => {
    await requireLive(database, caller.apiKeyId, clock())
    const { publicOrderId, checkoutUrl } = await startUserCheckout(database, {
      appId: caller.appId,
      mode: caller.mode,
      externalUserId: params.externalUserId,
      packageName: body.package_id,
      successUrl: body.success_url,
      cancelUrl: body.cancel_url,
      isDevelopment: gateway.isDevelopment,
      walletUrl: gateway.walletUrl,
      now: clock(),
    })
    return reply.code(201).send({ object: 'checkout', id: publicOrderId, url: checkoutUrl, external_user_id: params.externalUserId })
  })
}
