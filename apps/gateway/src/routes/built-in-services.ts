// POST /v1/audio/speech, /v1/ocr, … and their /v1/users/{id}/ forms: services beside models. Each one's file says where it is.
import { type BuiltInService, builtInServices, callBuiltInService } from '@farebox/billing/built-in-services'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { payable } from '../authenticate.ts'
import type { Routes } from '../gateway.ts'

const END_USER_LENGTH_MAX = 256

export const builtInServiceRoutes: Routes = (app, gateway) => {
  payable(app, gateway)
  const desk = { ...gateway.proxy, services: gateway.services }

  const answer = (service: BuiltInService) => async (request: FastifyRequest, reply: FastifyReply) => {
    const { headers } = request
    const answered = await callBuiltInService(
      service,
      {
        id: request.id,
        caller: request.caller,
        externalUserId: request.externalUserId,
        endUser: textOf(headers['x-farebox-end-user'])?.slice(0, END_USER_LENGTH_MAX),
        body: request.body,
        bodyBytes: request.bodyBytes,
        idempotencyKey: textOf(headers['idempotency-key']),
        wantsQuota: headers['x-quota-user'] !== undefined,
        onModel: (model) => {
          request.modelName = model
        },
      },
      desk,
    )
    return reply.headers(answered.headers).type(answered.contentType).send(answered.body)
  }

  for (const service of builtInServices) {
    const { summary, body, path } = service
    const schema = { tags: ['services'], summary, body, security: [{ apiKey: [] }] }
    // The schema is for the documentation: the service itself reads its body, so that every refusal says that nothing was charged.
    const options = { schema, validatorCompiler: () => (value: unknown) => ({ value }) }
    app.post(`/v1${path}`, options, answer(service))
    app.post(`/v1/users/:externalUserId${path}`, options, answer(service))
  }
}

const textOf = (header: string | string[] | undefined) => (typeof header === 'string' ? header : undefined)
