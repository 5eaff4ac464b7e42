// POST /v1/chat/completions, paid by the organization or by a user named in header or path.

import type { IncomingHttpHeaders } from 'node:http'
import { chatCompletion, openaiChat } from '@farebox/billing/proxy'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { payable } from '../authenticate.ts'
import { clientOf } from '../client-of-reply.ts'
import type { Gateway, Routes } from '../gateway.ts'

const END_USER_LENGTH_MAX = 256

/** For the documentation: the wire's own table decides, so that every unknown name is answered by name. */
export const callBody = z.looseObject({
  model: z.string().optional().meta({ description: 'A model’s id or alias, or provider:model to pin one.', example: 'gpt-4o-mini' }),
  models: z
    .array(z.string())
    .min(1)
    .max(5)
    .optional()
    .meta({
      description:
        'Tried in turn, before the first output, when one cannot serve this call: the provider’s 408, 429, 5xx, timeout or context overflow; a model that is not allowed; one that is too dear. Charged is the one that answered.',
      example: ['claude-sonnet-4', 'gpt-4o-mini'],
    }),
  fallback_models: z.array(z.string()).min(1).max(4).optional().meta({ description: 'The same, behind `model`.' }),
  messages: z.array(z.looseObject({ role: z.string() })).min(1),
  stream: z.boolean().optional(),
  max_tokens: z.int().positive().optional(),
  max_completion_tokens: z.int().positive().optional(),
  max_charge: z.union([z.number(), z.string()]).optional().meta({ description: 'Dollars this call may cost at most.' }),
})

/** For the documentation as well. */
const callHeaders = z.looseObject({
  'idempotency-key': z
    .string()
    .max(255)
    .optional()
    .meta({ description: 'The same call again within 24 hours is answered again, and charged once.' }),
  'x-farebox-user': z.string().optional().meta({ description: 'Your own id for the user who pays.' }),
  'x-farebox-clamp': z.enum(['off']).optional().meta({ description: 'off: all the output that was asked for, or 402.' }),
  'x-farebox-end-user': z.string().optional().meta({ description: 'Who used it, where your organization pays.' }),
})

export const chatCompletionRoutes: Routes = (app, gateway) => {
  payable(app, gateway)
  const schema = {
    tags: ['inference'],
    summary: 'Chat, metered and charged',
    body: callBody,
    headers: callHeaders,
    security: [{ apiKey: [] }],
  }
  const options = { schema, validatorCompiler: () => (value: unknown) => ({ value }) }

  const answer = async (request: FastifyRequest, reply: FastifyReply) => {
    const { headers } = request
    const answered = await chatCompletion(
      {
        id: request.id,
        caller: request.caller,
        externalUserId: request.externalUserId,
        endUser: endUserIn(headers),
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

export function endUserIn(headers: IncomingHttpHeaders): string | undefined {
  return textOf(headers['x-farebox-end-user'])?.slice(0, END_USER_LENGTH_MAX)
}

const textOf = (header: string | string[] | undefined) => (typeof header === 'string' ? header : undefined)

/** An error before the reply has begun is answered like any other. After that, only hanging up says that something is wrong. */
function brokenOff(cause: unknown, reply: FastifyReply, { logger }: Gateway): { streamed: true } {
  if (!reply.raw.headersSent) throw cause
  logger.error({ request_id: reply.request.publicId }, 'a stream could not be ended')
  reply.raw.destroy()
  return { streamed: true }
}
