// /v1/users/{id}/connect-link: an app asks its user to pay from their own wallet, and says afterwards that it was them.
import { requireLive } from '@farebox/auth/api-key'
import { confirmConnectLink, createConnectLink } from '@farebox/billing/connect-links'
import { getUser } from '@farebox/billing/users'
import type { FastifyRequest } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { amountAsked, dollarsAsked, microcentsAsked } from '../amount-asked.ts'
import { authenticated } from '../authenticate.ts'
import type { Routes } from '../gateway.ts'
import { keepReplies } from '../keep-replies.ts'
import { userAnswer } from './users.ts'

const params = z.object({ externalUserId: z.string() })
const linkBody = z.strictObject({
  redirect_uri: z.string().max(2_048).meta({
    description: 'Where the user comes back to, with a `code`: an address registered for the app, or on a website registered for it.',
    example: 'https://your.app/farebox/connected',
  }),
  label: z.string().max(200).meta({
    description: 'The account in your app as the user knows it. The page shows it: whoever opens the link sees for whom they would pay.',
    example: 'ann@example.com',
  }),
  suggested_limit: dollarsAsked.optional(),
  suggested_limit_microcents: microcentsAsked.optional(),
})
const confirmBody = z.strictObject({ code: z.string().max(128) })

export const connectLinkRoutes: Routes = (app, gateway) => {
  authenticated(app, gateway)
  keepReplies(app, gateway)
  const { database, clock, payers } = gateway.proxy
  const routes = app.withTypeProvider<ZodTypeProvider>()
  const schema = { tags: ['users'], security: [{ apiKey: [] }], params }
  const scopeOf = async ({ caller: { apiKeyId, appId, mode } }: FastifyRequest) => {
    await requireLive(database, apiKeyId, clock())
    return { appId, mode }
  }

  const asking = { ...schema, summary: 'A link by which a user connects their own wallet: works once, for ten minutes', body: linkBody }
  routes.post('/v1/users/:externalUserId/connect-link', { schema: asking }, async (request, reply) => {
    const { redirect_uri: redirectUri, label, suggested_limit, suggested_limit_microcents } = request.body
    const { url, expiresAt } = await createConnectLink(database, {
      ...(await scopeOf(request)),
      ...{ externalUserId: request.params.externalUserId, redirectUri, label },
      suggestedLimitMicrocents: amountAsked(suggested_limit, suggested_limit_microcents, 'suggested_limit'),
      ...{ isDevelopment: gateway.isDevelopment, walletUrl: gateway.walletUrl, now: clock() },
    })
    const { externalUserId } = request.params
    return reply.code(201).send({ object: 'connect_link', external_user_id: externalUserId, url, expires_at: expiresAt.toISOString() })
  })

  const confirming = {
    ...schema,
    summary: 'Confirm that the browser which brought the code is signed in to your app as this very user. Before that nothing is spendable',
    body: confirmBody,
  }
  routes.post('/v1/users/:externalUserId/connect-link/confirm', { schema: confirming }, async (request) => {
    const scope = await scopeOf(request)
    const { externalUserId } = request.params
    await confirmConnectLink(database, { ...scope, externalUserId, code: request.body.code, now: clock() })
    payers.forget(request.caller, externalUserId)
    return userAnswer(await getUser(database, scope, externalUserId))
  })
}
