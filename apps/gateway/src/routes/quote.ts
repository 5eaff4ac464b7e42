// POST /v1/quote: what a call would cost whoever is named to pay, before it is paid for. The body is the call's own; nothing is reserved.
import { openaiChat, quoteCall } from '@farebox/billing/proxy'
import type { FastifyRequest } from 'fastify'
import { payable } from '../authenticate.ts'
import type { Routes } from '../gateway.ts'
import { callBody, endUserIn } from './chat-completions.ts'

export const quoteRoutes: Routes = (app, gateway) => {
  payable(app, gateway)
  const schema = {
    tags: ['inference'],
    summary: 'What a chat call would cost: expected and at most, whether it can be paid, and how long an answer that buys',
    body: callBody,
    security: [{ apiKey: [] }],
  }
  const options = { schema, validatorCompiler: () => (value: unknown) => ({ value }) }
  const quote = async (request: FastifyRequest) => {
    const { id, caller, externalUserId, headers, body, bodyBytes } = request
    return quoteCall(
      {
        ...{ id, caller, externalUserId, body, bodyBytes, endUser: endUserIn(headers), clamp: headers['x-farebox-clamp'] !== 'off' },
        onModel: (model) => {
          request.modelName = model
        },
      },
      gateway.proxy,
      openaiChat,
    )
  }
  app.post('/v1/quote', options, quote)
  app.post('/v1/users/:externalUserId/quote', options, quote)
}
