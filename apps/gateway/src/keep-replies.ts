// The Idempotency-Key of a POST: what was done once is not done again, and answered alike. Routes of calls that hold money do without:
// there the hold itself decides.
import { createHash } from 'node:crypto'
import { requireLive } from '@farebox/auth/api-key'
import { hashOfIdempotencyKey, type KeyedRequest, publicId } from '@farebox/billing/proxy'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Gateway } from './gateway.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** The claim of this request on its key, until the reply is known. */
    keyed: KeyedRequest | undefined
  }
  interface FastifyContextConfig {
    /** Members of the body that say another thing when it is repeated. */
    repeated?: Record<string, unknown>
    /** This route opens a hold, whose own decision knows the key. */
    keyedByHold?: boolean
  }
}

/** For routes of this instance, after `authenticated`. */
export function keepReplies(app: FastifyInstance, { proxy, logger }: Gateway): void {
  const { keptReplies, database, clock } = proxy
  app.decorateRequest('keyed', undefined)

  app.addHook('preHandler', async (request, reply) => {
    const keyed = keyedRequest(request)
    if (!keyed) return
    const kept = await keptReplies.claim(keyed, clock())
    if (!kept) {
      request.keyed = keyed
      return
    }
    await requireLive(database, request.caller.apiKeyId, clock())
    const { repeated } = request.routeOptions.config
    const body = repeated ? JSON.stringify({ ...JSON.parse(kept.body), ...repeated }) : kept.body
    reply.code(kept.status).header('x-farebox-replay-of', publicId('request', kept.requestId))
    return reply.type('application/json; charset=utf-8').send(body)
  })

  app.addHook('onSend', async (request, reply, payload) => {
    const { keyed } = request
    if (!keyed) return
    request.keyed = undefined
    const isDone = reply.statusCode < 300 && typeof payload === 'string'
    const noted = isDone ? keptReplies.keep(keyed, { status: reply.statusCode, body: payload }) : keptReplies.forget(keyed)
    // What was done stays done and is told, even if it could not be kept.
    await noted.catch((cause: unknown) =>
      logger.error({ doing: 'keeping a reply', cause: cause instanceof Error ? cause.name : 'unknown' }),
    )
  })
}

function keyedRequest({ id, method, url, headers, bodyBytes, caller, routeOptions }: FastifyRequest): KeyedRequest | undefined {
  const key = headers['idempotency-key']
  if (method !== 'POST' || typeof key !== 'string' || routeOptions.config.keyedByHold) return undefined
  const requestHash = createHash('sha256')
    .update(`${method} ${url}\n`)
    .update(bodyBytes ?? '')
    .digest()
  return { credentialId: caller.apiKeyId, keyHash: hashOfIdempotencyKey(key), requestHash, requestId: id }
}
