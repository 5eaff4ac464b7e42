// POST /v1/chat/completions, paid by the organization or by a user named in header or path.
import { chatCompletion, openaiChat } from '@farebox/billing/proxy'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { payable } from '../authenticate.ts'
import { clientOf } from '../client-of-reply.ts'
import type { Gateway, Routes } from '../gateway.ts'

const END_USER_LENGTH_MAX = 256

/** For the documentation: the wire's own table decides, so that every unknown name is answered by name. */
const body = z.looseObject({
  model: z.string().meta({ description: 'A model’s id or alias, or provider:model to pin one.', example: 'gpt-4o-mini' }),
  messages: z.array(z.looseObject({ role: z.string() })).min(1),
  stream: z.boolean().optional(),
  max_tokens: z.int().positive().optional(),
  max_completion_tokens: z.int().positive().optional(),
  max_charge: z.union([z.number(), z.string()]).optional().meta({ description: 'Dollars this call may cost at most.' }),
})

export const chatCompletionRoutes: Routes = (app, gateway) => {
  payable(app, gateway)
  const schema = { tags: ['inference'], summary: 'Chat, metered and charged', body, security: [{ apiKey: [] }] }
  const options = { schema, validatorCompiler: () => (value: unknown) => ({ value }) }

  const answer = async (request: FastifyRequest, reply: FastifyReply) => {
    const { headers } = request
    const answered = await chatCompletion(
      {
        id: request.id,
        caller: request.caller,
        externalUserId: request.externalUserId,
        endUser: textOf(headers['x-farebox-end-user'])?.slice(0, END_USER_LENGTH_MAX),
        body: request.body,
        bodyBytes: request.bodyBytes,
        idempotencyKey: textOf(headers['idempotency-key']),
        clamp: headers['x-farebox-clamp'] !== 'off',
        wantsQuota: headers['x-quota-user'] !== undefined,
        client: clientOf(reply),
        onModel: (model) => {
          request.modelName = model
        },
      },
      gateway.proxy,
      openaiChat,
    ).catch((cause: unknown) => brokenOff(cause, reply, gateway))
    if (answered.streamed) return reply.hijack()
    return reply.headers(answered.headers).type('application/json; charset=utf-8').send(answered.body)
  }
  app.post('/v1/chat/completions', options, answer)
  app.post('/v1/users/:externalUserId/chat/completions', options, answer)
}

const textOf = (header: string | string[] | undefined) => (typeof header === 'string' ? header : undefined)

/** An error before the reply has begun is answered like any other. After that, only hanging up says that something is wrong. */
function brokenOff(cause: unknown, reply: FastifyReply, { logger }: Gateway): { streamed: true } {
  if (!reply.raw.headersSent) throw cause
  logger.error({ request_id: reply.request.publicId }, 'a stream could not be ended')
  reply.raw.destroy()
  return { streamed: true }
}
