// /v1/holds: a developer's server reserves the most its service can cost, does the work, and settles what it did cost.
import { requireLive } from '@farebox/auth/api-key'
import {
  openServiceHold,
  readServiceHold,
  releaseServiceHold,
  renewServiceHold,
  type ServiceHold,
  settleServiceHold,
  type Units,
} from '@farebox/billing/services'
import { AppError } from '@farebox/errors'
import { toDollars, ZERO } from '@farebox/money'
import type { FastifyRequest } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { amountAsked, amounts, dollarsAsked, microcentsAsked } from '../amount-asked.ts'
import { payableByBody } from '../authenticate.ts'
import type { Routes } from '../gateway.ts'
import { keepReplies } from '../keep-replies.ts'
import { noteService, requiredKey, serviceCallAsked, unitsAsked, unitsUsed } from '../service-call.ts'

const opening = serviceCallAsked.extend({
  units_max: unitsAsked.optional().meta({ description: 'The most it can come to.' }),
  amount_max: dollarsAsked.optional().meta({ description: 'Instead of units: dollars it can cost at most.' }),
  amount_max_microcents: microcentsAsked.optional(),
})
const settling = z.strictObject({
  units: unitsUsed.optional().meta({ description: 'What it came to.' }),
  amount: dollarsAsked.optional(),
  amount_microcents: microcentsAsked.optional(),
})
const params = z.object({ id: z.string().max(64) })
const nothing = z.strictObject({}).nullish()

export const holdRoutes: Routes = (app, gateway) => {
  payableByBody(app, gateway)
  keepReplies(app, gateway)
  const { proxy } = gateway
  const routes = app.withTypeProvider<ZodTypeProvider>()
  const schema = { tags: ['metered services'], security: [{ apiKey: [] }] }
  const config = { problem: true }

  const open = { ...schema, summary: 'Reserve the most a call of your service can cost', body: opening, headers: requiredKey }
  routes.post('/v1/holds', { schema: open, config: { ...config, keyedByHold: true } }, async (request, reply) => {
    const { body, caller, externalUserId, id } = request
    const amountMicrocents = amountAsked(body.amount_max, body.amount_max_microcents, 'amount_max')
    const hold = await openServiceHold(proxy, {
      ...{
        id,
        caller,
        externalUserId,
        endUser: body.end_user,
        serviceName: body.service,
        idempotencyKey: request.headers['idempotency-key'],
      },
      ...oneOf({ units: body.units_max, amountMicrocents }, 'units_max'),
      onService: noteService(request),
    })
    return reply.code(201).send(answer(hold))
  })

  const one = { ...schema, params }
  const live = async ({ caller }: FastifyRequest) => {
    await requireLive(proxy.database, caller.apiKeyId, proxy.clock())
    return caller
  }
  routes.get('/v1/holds/:id', { schema: { ...one, summary: 'One hold' }, config }, async (request) =>
    answer(await readServiceHold(proxy, await live(request), request.params.id)),
  )
  const settle = { ...one, summary: 'Charge what was used; the rest is free again', body: settling }
  routes.post('/v1/holds/:id/settle', { schema: settle, config }, async ({ caller, params: { id }, body }, reply) => {
    const amountMicrocents = amountAsked(body.amount, body.amount_microcents, 'amount')
    const hold = await settleServiceHold(proxy, caller, id, oneOf({ units: body.units, amountMicrocents }, 'units'))
    return reply.header('x-farebox-charge', toDollars(hold.charged ?? ZERO)).send(answer(hold))
  })
  const release = { ...one, summary: 'Charge nothing', body: nothing }
  routes.post('/v1/holds/:id/release', { schema: release, config }, async ({ caller, params: { id } }) =>
    answer(await releaseServiceHold(proxy, caller, id)),
  )
  const renew = { ...one, summary: 'Keep a hold for 60 seconds more', body: nothing }
  routes.post('/v1/holds/:id/renew', { schema: renew, config }, async (request) => {
    const { stopReason, ...hold } = await renewServiceHold(proxy, await live(request), request.params.id)
    return { ...answer(hold), stop_reason: stopReason }
  })
}

function oneOf<Asked extends { units?: Units | undefined; amountMicrocents?: bigint | undefined }>(asked: Asked, param: string): Asked {
  if ((asked.units === undefined) !== (asked.amountMicrocents === undefined)) return asked
  throw new AppError('invalid_request', { message: 'Say units or an amount: one of them.', param })
}

function answer(hold: ServiceHold) {
  return {
    object: 'hold',
    id: hold.id,
    status: hold.status,
    service: hold.service.name,
    unit: hold.service.unit,
    external_user_id: hold.externalUserId,
    units_max: hold.unitsMax,
    ...amounts('amount_max', hold.amountMax),
    currency: 'USD',
    price_version: hold.priceVersionId,
    opened_at: hold.openedAt.toISOString(),
    lease_until: hold.status === 'open' ? hold.leaseUntil.toISOString() : null,
    resolved_at: hold.resolvedAt?.toISOString() ?? null,
    charge_id: hold.chargeId,
    ...(hold.charged !== null && amounts('charged', hold.charged)),
  }
}
