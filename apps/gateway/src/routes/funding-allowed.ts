// POST /v1/funding/allowed: may this user pay that much? Advice: it reserves nothing.
import { askFunding } from '@farebox/billing/services'
import { AppError } from '@farebox/errors'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { amountAsked, amounts, dollarsAsked, microcentsAsked } from '../amount-asked.ts'
import { payableByBody } from '../authenticate.ts'
import type { Routes } from '../gateway.ts'

const asked = z.strictObject({
  external_user_id: z.string().max(128).optional().meta({ description: 'Your own id for the user who would pay.', example: 'user_123' }),
  user: z.string().max(128).optional().meta({ description: 'The same, as /v1/holds spells it.' }),
  minimum: dollarsAsked.optional(),
  minimum_microcents: microcentsAsked.optional(),
  service: z.string().max(64).optional().meta({ description: 'One of your services: other money may pay for it than for a model.' }),
})

export const fundingAllowedRoutes: Routes = (app, gateway) => {
  payableByBody(app, gateway)
  const routes = app.withTypeProvider<ZodTypeProvider>()
  const schema = { tags: ['metered services'], security: [{ apiKey: [] }], summary: 'Whether a payer could pay this much now', body: asked }
  routes.post('/v1/funding/allowed', { schema, config: { problem: true } }, async ({ body, caller, externalUserId }) => {
    const minimum = amountAsked(body.minimum, body.minimum_microcents, 'minimum')
    if (minimum === undefined) throw new AppError('invalid_request', { message: 'Say the minimum that has to be there.', param: 'minimum' })
    const answer = await askFunding(gateway.proxy, {
      ...{ caller, externalUserId, minimumMicrocents: minimum },
      ...(body.service !== undefined && { serviceName: body.service }),
    })
    return {
      object: 'funding',
      allowed: answer.allowed,
      external_user_id: externalUserId ?? null,
      ...amounts('minimum', minimum),
      ...amounts('available', answer.availableMicrocents),
      currency: 'USD',
      code: answer.code,
      topup_url: answer.topupUrl,
    }
  })
}
