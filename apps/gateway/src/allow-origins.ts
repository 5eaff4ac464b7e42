// Which websites may call from a browser: those a developer registered for an app. No cookies are ever involved.
import cors from '@fastify/cors'
import type { FastifyInstance } from 'fastify'
import type { Gateway } from './gateway.ts'

const exposedHeaders = [
  'x-request-id',
  'x-should-retry',
  'retry-after',
  'ratelimit',
  'ratelimit-policy',
  'x-ratelimit-limit-requests',
  'x-ratelimit-remaining-requests',
  'x-ratelimit-reset-requests',
  'x-farebox-balance',
  'x-farebox-charge',
  'x-farebox-charge-id',
  'x-farebox-charge-max',
  'x-farebox-max-tokens-clamped',
  'x-farebox-model',
  'x-farebox-provider',
  'x-farebox-replay-of',
]

export async function allowOrigins(app: FastifyInstance, { proxy }: Gateway): Promise<void> {
  await app.register(cors, {
    origin: (origin, callback) => {
      if (!origin) return callback(null, false)
      proxy.origins.isRegistered(origin).then(
        (registered) => callback(null, registered),
        () => callback(null, false),
      )
    },
    methods: ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'],
    exposedHeaders,
    credentials: false,
    maxAge: 600,
  })
}
