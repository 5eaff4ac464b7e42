// POST /v1/charges: a cost known beforehand, in one step. POST /v1/charges/{id}/reverse: gives a charge back, once.
import { requireLive } from '@farebox/auth/api-key'
import { readCharge } from '@farebox/billing/proxy'
import { chargeService, reverseCharge } from '@farebox/billing/services'
import { AppError } from '@farebox/errors'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { amountAsked, amounts, dollarsAsked, microcentsAsked } from '../amount-asked.ts'
import { payableByBody } from '../authenticate.ts'
import type { Routes } from '../gateway.ts'
import { keepReplies } from '../keep-replies.ts'
import { noteService, requiredKey, serviceCallAsked, unitsAsked } from '../service-call.ts'

const charging = serviceCallAsked.extend({
  units: unitsAsked.optional(),
  amount: dollarsAsked.optional().meta({ description: 'Instead of units.' }),
  amount_microcents: microcentsAsked.optional(),
})
const reversing = z.strictObject({ reason: z.string().min(1).max(500).meta({ description: 'Kept with the reversal.' }) })

export const chargeServiceRoutes: Routes = (app, gateway) => {
  payableByBody(app, gateway)
  keepReplies(app, gateway)
  const { proxy } = gateway
  const routes = app.withTypeProvider<ZodTypeProvider>()
  const schema = { tags: ['metered services'], security: [{ apiKey: [] }] }
  const config = { problem: true }

  const charge = { ...schema, summary: 'Charge a fixed cost of your service, in one step', body: charging, headers: requiredKey }
  routes.post('/v1/charges', { schema: charge, config: { ...config, keyedByHold: true } }, async (request, reply) => {
    const { body, caller, externalUserId, id } = request
    const amountMicrocents = amountAsked(body.amount, body.amount_microcents, 'amount')
    if ((body.units === undefined) === (amountMicrocents === undefined)) {
      throw new AppError('invalid_request', { message: 'Say units or an amount: one of them.', param: 'units' })
    }
    const { chargeId, isNew } = await chargeService(proxy, {
      ...{
        id,
        caller,
        externalUserId,
        endUser: body.end_user,
        serviceName: body.service,
        idempotencyKey: request.headers['idempotency-key'],
      },
      ...{ units: body.units, amountMicrocents, onService: noteService(request) },
    })
    const charged = await readCharge(proxy, caller, chargeId)
    if ('total' in charged) reply.header('x-farebox-charge', charged.total)
    return reply.code(isNew ? 201 : 200).send(charged)
  })

  const reverse = { ...schema, summary: 'Give a charge back, once', params: z.object({ id: z.string().max(64) }), body: reversing }
  routes.post('/v1/charges/:id/reverse', { schema: reverse, config }, async ({ caller, params, body }) => {
    await requireLive(proxy.database, caller.apiKeyId, proxy.clock())
    const { chargeId, amount, reversedAt } = await reverseCharge(proxy.database, {
      ...{ caller, chargeId: params.id, reason: body.reason, now: proxy.clock() },
    })
    return { object: 'reversal', charge_id: chargeId, ...amounts('amount', amount), currency: 'USD', reversed_at: reversedAt.toISOString() }
  })
}
