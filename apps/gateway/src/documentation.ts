// The API described by the schemas at its routes: /openapi.json for programs, /docs for people, /llms.txt for models.
import { errorCodes } from '@farebox/errors'
import swagger from '@fastify/swagger'
import scalar from '@scalar/fastify-api-reference'
import type { FastifyInstance } from 'fastify'
import { jsonSchemaTransform } from 'fastify-type-provider-zod'
import type { Gateway } from './gateway.ts'

export async function documentation(app: FastifyInstance, { gatewayUrl }: Gateway): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: { title: 'Farebox', version: '1', description: 'AI calls that your users pay for.' },
      servers: [{ url: gatewayUrl }],
      components: { securitySchemes: { apiKey: { type: 'http', scheme: 'bearer', description: 'sk-farebox-…' } } },
    },
    transform: jsonSchemaTransform,
  })
  const hidden = { schema: { hide: true } }
  app.get('/openapi.json', hidden, () => app.swagger())
  app.get('/llms.txt', hidden, (_request, reply) => reply.type('text/plain; charset=utf-8').send(forModels(gatewayUrl)))
  app.get('/docs/errors', hidden, (_request, reply) => reply.type('text/plain; charset=utf-8').send(errorTable()))
  await app.register(scalar, { routePrefix: '/docs', configuration: { url: '/openapi.json' } })
}

function forModels(gatewayUrl: string): string {
  return `# Farebox

> An OpenAI-compatible API where each call is paid by a user's wallet, or by your organization.

- [OpenAPI 3.1](${gatewayUrl}/openapi.json): every route, parameter and reply
- [Reference](${gatewayUrl}/docs): the same, as pages
- [Errors](${gatewayUrl}/docs/errors): what each code means

Base address: ${gatewayUrl}/v1. Send the API key as a bearer token. Name the user who pays in the path
(\`/v1/users/{id}/chat/completions\`) or in the header \`X-Farebox-User\`; a key with developer billing names nobody.
\`POST /v1/quote\` takes the same body and says what the call would cost. \`models: ["a", "b"]\` tries the next where one
cannot serve the call; charged is the one that answered. Send an \`Idempotency-Key\` with every POST that may be sent twice.
A reply says what it cost in \`usage.cost\`. Status 402 means that nothing was charged and more money is needed.
`
}

function errorTable(): string {
  return Object.entries(errorCodes)
    .map(([code, { status, message, retry }]) => `${status} ${code}\n    ${message}${retry ? ' It may be sent again.' : ''}\n`)
    .join('\n')
}
