// GET /v1/client: what a page may know of the app its publishable key names: who signs people in, and where they may come back to.
import { findClientWebsites, isWebsiteOf } from '@farebox/auth/client-websites'
import { ensureOAuthClient } from '@farebox/auth/oauth-clients'
import { AppError } from '@farebox/errors'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { Gateway, Routes } from '../gateway.ts'

const CACHE_SECONDS = 60

const asked = z.object({
  client_id: z.string().max(100).meta({ description: 'The publishable key, pk-farebox-….' }),
  mode: z.literal('sandbox').optional().meta({ description: 'The same app in the sandbox.' }),
})

export const clientRoutes: Routes = (app, gateway) => {
  const routes = app.withTypeProvider<ZodTypeProvider>()
  const schema = { tags: ['browser'], summary: 'The app that a publishable key names, as a page needs it', querystring: asked }
  routes.get('/v1/client', { schema }, async ({ query, headers }, reply) => {
    const { origin } = headers
    const client = await findClient(gateway, query)
    // Public facts, so that a website that is not registered can be told so.
    reply.header('access-control-allow-origin', '*').header('vary', 'origin').header('cache-control', `public, max-age=${CACHE_SECONDS}`)
    return {
      object: 'client',
      client_id: client.clientId,
      app: { name: client.appName },
      mode: client.mode,
      issuer: gateway.walletUrl,
      redirect_uris: client.redirectUris.filter((uri) => new URL(uri).origin === origin),
      is_origin_registered: origin === undefined ? null : isWebsiteOf(client, origin),
    }
  })
}

async function findClient({ proxy: { database, clock } }: Gateway, { client_id: clientId, mode }: z.infer<typeof asked>) {
  const client = await findClientWebsites(database, clientId)
  if (!client) throw new AppError('not_found', { message: 'There is no app with this publishable key.', param: 'client_id' })
  if (mode === undefined || client.mode === mode) return client
  const twin = await ensureOAuthClient(database, { appId: client.appId, mode, kind: 'public', now: clock() })
  return (await findClientWebsites(database, twin.clientId)) ?? client
}
