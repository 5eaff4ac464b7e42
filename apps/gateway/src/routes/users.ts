// /v1/users: the app's own users, by the app's own ids. None of them needs an account.
import { requireLive } from '@farebox/auth/api-key'
import { deleteUser, getUser, listUsers, putUser, type UserRecord } from '@farebox/billing/users'
import { toDollars } from '@farebox/money'
import type { FastifyRequest } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { authenticated } from '../authenticate.ts'
import type { Routes } from '../gateway.ts'
import { keepReplies } from '../keep-replies.ts'

const asked = z.object({
  limit: z.coerce.number().int().min(1).max(100).default(20),
  after: z.string().max(128).optional().meta({ description: 'The id of the last user of the page before.' }),
})
const params = z.object({ externalUserId: z.string() })
const body = z
  .strictObject({
    email: z.email().max(320).nullable().optional().meta({ description: 'For receipts you send yourself; we do not write to it.' }),
  })
  .nullish()

export const userRoutes: Routes = (app, gateway) => {
  authenticated(app, gateway)
  keepReplies(app, gateway)
  const { database, clock, payers } = gateway.proxy
  const routes = app.withTypeProvider<ZodTypeProvider>()
  const schema = { tags: ['users'], security: [{ apiKey: [] }] }
  const scopeOf = async ({ caller: { apiKeyId, appId, mode } }: FastifyRequest) => {
    await requireLive(database, apiKeyId, clock())
    return { appId, mode }
  }

  routes.get('/v1/users', { schema: { ...schema, summary: 'Users, by id', querystring: asked } }, async (request) => {
    const { users, hasMore } = await listUsers(database, await scopeOf(request), request.query)
    return { object: 'list', data: users.map(userAnswer), has_more: hasMore }
  })
  routes.get('/v1/users/:externalUserId', { schema: { ...schema, summary: 'One user', params } }, async (request) =>
    userAnswer(await getUser(database, await scopeOf(request), request.params.externalUserId)),
  )
  const naming = { ...schema, summary: 'Name a user: makes an unclaimed wallet at first', params, body }
  routes.put('/v1/users/:externalUserId', { schema: naming }, async (request, reply) => {
    const scope = await scopeOf(request)
    const { externalUserId } = request.params
    const { isNew, ...user } = await putUser(database, { ...scope, externalUserId, ...request.body, now: clock() })
    return reply.code(isNew ? 201 : 200).send(userAnswer(user))
  })
  const forgetting = { ...schema, summary: 'Forget a user who has no paid money left', params }
  routes.delete('/v1/users/:externalUserId', { schema: forgetting }, async (request) => {
    const { externalUserId } = request.params
    await deleteUser(database, await scopeOf(request), externalUserId, clock())
    payers.forget(request.caller, externalUserId)
    return { object: 'user', id: externalUserId, external_user_id: externalUserId, deleted: true }
  })
}

export function userAnswer({ externalUserId, email, createdAt, wallet, connection, availableMicrocents }: UserRecord) {
  return {
    object: 'user',
    id: externalUserId,
    external_user_id: externalUserId,
    email,
    created_at: createdAt.toISOString(),
    wallet,
    connection,
    available: toDollars(availableMicrocents),
    available_microcents: String(availableMicrocents),
    currency: 'USD',
  }
}
