// /v1/funding: an app's grant pool, and the grants its developer's server gives from it.
import { requireLive } from '@farebox/auth/api-key'
import { type GrantRow, issueGrant, listGrants, poolOf, revokeGrant } from '@farebox/billing/grants'
import { AppError } from '@farebox/errors'
import { type Microcents, microcents, parseDollars, toDollars } from '@farebox/money'
import type { FastifyRequest } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { authenticated } from '../authenticate.ts'
import type { Routes } from '../gateway.ts'
import { keepReplies } from '../keep-replies.ts'

const grantAsked = z.strictObject({
  external_user_id: z.string().max(128).meta({ description: 'Your own id for the user. They need not exist yet.', example: 'user_123' }),
  amount: z
    .union([z.number(), z.string().max(32)])
    .optional()
    .meta({ description: 'Dollars, with at most 8 decimals.', example: 0.5 }),
  amount_microcents: z
    .string()
    .regex(/^\d{1,18}$/)
    .optional()
    .meta({ description: 'Instead of `amount`: 1 dollar is 100,000,000.' }),
  description: z.string().max(500).optional(),
  expires_at: z.iso.datetime({ offset: true }).optional().meta({ description: 'What is left then returns to the pool.' }),
})

const listAsked = z.object({
  limit: z.coerce.number().int().min(1).max(100).default(20),
  after: z.string().max(64).optional().meta({ description: 'The id of the last grant of the page before.' }),
  external_user_id: z.string().max(128).optional(),
})

const idempotencyKey = z.string().min(1).max(255).optional()

export const fundingRoutes: Routes = (app, gateway) => {
  authenticated(app, gateway)
  keepReplies(app, gateway)
  const { database, clock } = gateway.proxy
  const routes = app.withTypeProvider<ZodTypeProvider>()
  const schema = { tags: ['grants'], security: [{ apiKey: [] }] }
  const scopeOf = async ({ caller: { apiKeyId, appId, organizationId, mode } }: FastifyRequest) => {
    await requireLive(database, apiKeyId, clock())
    return { appId, organizationId, mode }
  }

  const granting = { ...schema, summary: 'Give a user balance from the pool', body: grantAsked }
  routes.post('/v1/funding/grant', { schema: granting, config: { repeated: { duplicate: true } } }, async (request) => {
    const scope = await scopeOf(request)
    const { external_user_id: externalUserId, description, expires_at: expiresAt } = request.body
    const key = keyOf(request)
    const granted = await issueGrant(database, {
      ...{ ...scope, externalUserId, amountMicrocents: amountOf(request.body), description, now: clock() },
      ...(expiresAt && { expiresAt: new Date(expiresAt) }),
      ...(key && { idempotency: { credentialId: request.caller.apiKeyId, key } }),
    })
    return {
      external_user_id: granted.externalUserId,
      amount_granted: toDollars(granted.amountGranted),
      balance_before: toDollars(granted.balanceBefore),
      balance_after: toDollars(granted.balanceAfter),
      ledger_id: granted.ledgerId,
      duplicate: granted.duplicate,
    }
  })

  routes.get('/v1/funding/pool', { schema: { ...schema, summary: 'What can still be given' } }, async (request) => {
    const { balance, given, grants } = await poolOf(database, await scopeOf(request))
    return { object: 'grant_pool', ...amounts('balance', balance), ...amounts('given', given), grants, currency: 'USD' }
  })

  routes.get('/v1/funding/grants', { schema: { ...schema, summary: 'Grants, newest first', querystring: listAsked } }, async (request) => {
    const { limit, after, external_user_id: externalUserId } = request.query
    const { rows, hasMore } = await listGrants(database, { ...(await scopeOf(request)), limit, after, externalUserId, now: clock() })
    return { object: 'list', data: rows.map(answer), has_more: hasMore }
  })

  const takingBack = {
    ...schema,
    summary: 'Take a grant back: what is left returns to the pool',
    params: z.object({ id: z.string().max(64) }),
  }
  routes.delete('/v1/funding/grants/:id', { schema: takingBack }, async (request) => {
    const { id } = request.params
    const revoked = await revokeGrant(database, { ...(await scopeOf(request)), grantId: id, now: clock() })
    const { grantId, externalUserId, returned, held } = revoked
    return { object: 'grant', id: grantId, external_user_id: externalUserId, ...amounts('returned', returned), ...amounts('held', held) }
  })
}

function amountOf({ amount, amount_microcents: exact }: z.infer<typeof grantAsked>): Microcents {
  if ((amount === undefined) === (exact === undefined)) {
    throw new AppError('invalid_request', {
      message: 'Say the amount once: as amount in dollars, or as amount_microcents.',
      param: 'amount',
    })
  }
  return exact === undefined ? parseDollars(amount ?? 0) : microcents(exact)
}

function keyOf({ headers }: FastifyRequest): string | undefined {
  const key = idempotencyKey.safeParse(headers['idempotency-key'])
  if (key.success) return key.data
  throw new AppError('invalid_request', { message: 'An Idempotency-Key has 1 to 255 characters.', param: 'Idempotency-Key' })
}

const amounts = (name: string, value: Microcents) => ({ [name]: toDollars(value), [`${name}_microcents`]: String(value) })

function answer({ id, externalUserId, amount, left, held, description, status, expiresAt, createdAt }: GrantRow) {
  return {
    object: 'grant',
    id,
    external_user_id: externalUserId,
    ...amounts('amount', amount),
    ...amounts('left', left),
    ...amounts('held', held),
    currency: 'USD',
    description,
    status,
    expires_at: expiresAt?.toISOString() ?? null,
    created_at: createdAt.toISOString(),
  }
}
