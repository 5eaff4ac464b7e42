// How a call of a developer's own service is asked for, in holds and in charges alike.
import type { FastifyRequest } from 'fastify'
import { z } from 'zod'

export const serviceCallAsked = z.strictObject({
  service: z.string().max(64).meta({ description: 'The name of one of your services.', example: 'thumbnail' }),
  user: z
    .string()
    .max(128)
    .optional()
    .meta({ description: 'Your own id for the user who pays; or name them in X-Farebox-User.', example: 'user_123' }),
  external_user_id: z.string().max(128).optional().meta({ description: 'The same as user.' }),
  end_user: z.string().max(256).optional().meta({ description: 'Who used it, where your organization pays.' }),
})

/** Whole units: what is sold in fractions names a smaller unit. Of a price per token: of each meter. */
const whole = z.int().min(0).max(1_000_000_000)
export const unitsAsked = z.union([whole.min(1), z.record(z.string().max(32), whole)])
/** What it came to may be nothing. */
export const unitsUsed = z.union([whole, z.record(z.string().max(32), whole)])

export const requiredKey = z.looseObject({
  'idempotency-key': z.string('Send an Idempotency-Key: so a call that is repeated is charged once.').min(1).max(255),
})

/** So that a refused call stands in the developer's list with the name of what it was for. */
export const noteService = (request: FastifyRequest) => (model: string) => {
  request.modelName = model
}
