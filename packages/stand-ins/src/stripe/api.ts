// One door for every API call: key, version, parameters, idempotency, ordered faults, expansion, and Stripe's headers and error shape.
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { apiVersion } from './api-version.ts'
import type { Cause } from './events/event-types.ts'
import { expanded } from './expand.ts'
import type { Parameters } from './form-body.ts'
import { fingerprintOf } from './idempotency.ts'
import { newId } from './ids.ts'
import { readParameters } from './read-parameters.ts'
import { type RefusalBody, StripeRefusal } from './stripe-refusal.ts'
import type { StripeWorld } from './stripe-world.ts'

export type ApiCall = { id: string; parameters: Parameters; world: StripeWorld; cause: Cause }
type Handler = (call: ApiCall) => object
export type Api = { get: (path: string, handler: Handler) => void; post: (path: string, handler: Handler) => void }

const paths = z.array(z.string()).max(10).default([])

export function apiOn(server: FastifyInstance, world: StripeWorld): Api {
  const route = (method: 'GET' | 'POST', path: string, handler: Handler) =>
    server.route({ method, url: path, handler: (request, reply) => answer(request, reply, handler, world) })
  return { get: (path, handler) => route('GET', path, handler), post: (path, handler) => route('POST', path, handler) }
}

async function answer(request: FastifyRequest, reply: FastifyReply, handler: Handler, world: StripeWorld): Promise<FastifyReply> {
  const requestId = newId('request')
  const key = request.method === 'POST' ? stringOf(request.headers['idempotency-key']) : undefined
  reply.headers({ 'request-id': requestId, 'stripe-version': stringOf(request.headers['stripe-version']) ?? apiVersion })
  reply.type('application/json')
  if (key !== undefined) reply.header('idempotency-key', key)
  const path = request.url.replace(/\?.*$/, '')
  let began = false
  try {
    checkKey(request.headers.authorization)
    const fault = world.faults.takeApiFault(path)
    if (fault === 'before') return refuse(reply, 500, serverError)
    if (fault === 'rate-limit') return refuse(reply, 429, tooMany)

    const fingerprint = fingerprintOf(request.method, path, request.body)
    const saved = key === undefined ? undefined : world.idempotency.begin(key, fingerprint)
    if (saved) {
      reply.headers({ 'idempotent-replayed': 'true', 'original-request': saved.requestId })
      return reply.code(saved.status).send(saved.body)
    }
    began = key !== undefined
    const done = run(request, handler, world, { id: requestId, idempotency_key: key ?? null })
    const { status, body, keep } = fault === 'after' ? { status: 500, body: JSON.stringify({ error: serverError }), keep: true } : done
    if (key !== undefined && keep) world.idempotency.save(key, { fingerprint, status, body, requestId })
    if (fault === 'drop') {
      request.raw.socket.destroy()
      return reply.hijack()
    }
    return reply.code(status).send(body)
  } catch (cause) {
    if (cause instanceof StripeRefusal) return refuse(reply, cause.status, cause.body)
    throw cause
  } finally {
    if (began && key !== undefined) world.idempotency.end(key)
  }
}

function run(request: FastifyRequest, handler: Handler, world: StripeWorld, cause: Cause): { status: number; body: string; keep: boolean } {
  const given = (request.method === 'POST' ? request.body : request.query) as Parameters | undefined
  const { expand, ...parameters } = given ?? {}
  const { id = '' } = request.params as { id?: string }
  try {
    const wanted = readParameters(paths, expand)
    const object = handler({ id, parameters, world, cause })
    return { status: 200, body: JSON.stringify(expanded(object, wanted, world.store), null, 2), keep: true }
  } catch (refusal) {
    if (!(refusal instanceof StripeRefusal)) throw refusal
    return { status: refusal.status, body: JSON.stringify({ error: refusal.body }), keep: refusal.begun }
  }
}

const serverError: RefusalBody = { type: 'api_error', message: 'An unknown error occurred. (ordered by the stand-in)' }
const tooMany: RefusalBody = { type: 'invalid_request_error', code: 'rate_limit', message: 'Request rate limit exceeded.' }

function refuse(reply: FastifyReply, status: number, error: RefusalBody): FastifyReply {
  return reply.code(status).send(JSON.stringify({ error }))
}

/** Any test key opens this Stripe. A live key is refused: it must never be sent to a stand-in. */
function checkKey(authorization: string | undefined): void {
  const key = keyIn(authorization)
  if (key === '') {
    const message = 'You did not provide an API key. You need to provide your API key in the Authorization header, using Bearer auth.'
    throw new StripeRefusal(401, { type: 'invalid_request_error', message }, { begun: false })
  }
  if (/^(sk|rk)_test_\w+$/.test(key) && !key.includes('invalid')) return
  const shown = `${key.slice(0, 8)}${'*'.repeat(Math.max(0, Math.min(key.length, 24) - 12))}${key.slice(-4)}`
  throw new StripeRefusal(401, { type: 'invalid_request_error', message: `Invalid API Key provided: ${shown}` }, { begun: false })
}

function keyIn(authorization = ''): string {
  const [scheme = '', value = ''] = authorization.split(' ')
  if (scheme.toLowerCase() === 'basic') return Buffer.from(value, 'base64').toString().replace(/:.*$/, '')
  return value
}

function stringOf(header: string | string[] | undefined): string | undefined {
  return Array.isArray(header) ? header[0] : header
}
