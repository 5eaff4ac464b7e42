// One door for every API call: key, account, version, parameters, idempotency, ordered faults, expansion; and Stripe's own error shape.
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { apiVersion } from './api-version.ts'
import type { Cause } from './events/event-types.ts'
import { expanded } from './expand.ts'
import type { Parameters } from './form-body.ts'
import { fingerprintOf } from './idempotency.ts'
import { newId } from './ids.ts'
import { log } from './log.ts'
import { readParameters } from './read-parameters.ts'
import { checkKey } from './secret-key.ts'
import { type RefusalBody, StripeRefusal } from './stripe-refusal.ts'
import type { StripeWorld } from './stripe-world.ts'

export type ApiCall = {
  id: string
  /** The second id of a path, such as a reversal's. */
  below: string
  /** The connected account the call is made for (`Stripe-Account`), or null for the platform itself. */
  account: string | null
  parameters: Parameters
  world: StripeWorld
  cause: Cause
}
type Handler = (call: ApiCall) => object
type Route = { handler: Handler; forAccounts: boolean }
export type Api = {
  /** `forAccounts`: may be called for a connected account. */
  get: (path: string, handler: Handler, options?: { forAccounts: boolean }) => void
  post: (path: string, handler: Handler, options?: { forAccounts: boolean }) => void
}

const paths = z.array(z.string()).max(10).default([])
/** How long a call that was ordered to hang keeps its connection. */
const hangsForMs = 120_000

export function apiOn(server: FastifyInstance, world: StripeWorld): Api {
  const add = (method: 'GET' | 'POST', path: string, route: Route) =>
    server.route({ method, url: path, handler: (request, reply) => answer(request, reply, route, world) })
  return {
    get: (path, handler, { forAccounts } = { forAccounts: false }) => add('GET', path, { handler, forAccounts }),
    post: (path, handler, { forAccounts } = { forAccounts: false }) => add('POST', path, { handler, forAccounts }),
  }
}

async function answer(request: FastifyRequest, reply: FastifyReply, route: Route, world: StripeWorld): Promise<FastifyReply> {
  const requestId = newId('request')
  const { method } = request
  const key = (method === 'POST' ? stringOf(request.headers['idempotency-key']) : undefined) ?? null
  reply.headers({ 'request-id': requestId, 'stripe-version': stringOf(request.headers['stripe-version']) ?? apiVersion })
  reply.type('application/json')
  if (key !== null) reply.header('idempotency-key', key)
  const path = request.url.replace(/\?.*$/, '')
  let began = false
  try {
    checkKey(request.headers.authorization)
    const account = accountOf(request, route, world)
    const fault = world.faults.takeApiFault(method, path)
    if (fault) log(world.store, { kind: 'api-fault', how: fault, method, path, key })
    if (fault === 'before') return refuse(reply, 500, serverError)
    if (fault === 'rate-limit') return refuse(reply, 429, tooMany)
    if (fault === 'in-use') return refuse(reply, 409, keyInUse)
    if (fault === 'drop-before' || fault === 'hang-before') return loseAnswer(request, reply, fault, world)

    const fingerprint = fingerprintOf(method, `${path} ${account ?? ''}`, request.body)
    const saved = key === null ? undefined : world.idempotency.begin(key, fingerprint, apiMode(path))
    if (saved && key !== null) {
      log(world.store, { kind: 'replay', method, path, key, status: saved.status })
      reply.headers({ 'idempotent-replayed': 'true', 'original-request': saved.requestId })
      if (fault === 'drop' || fault === 'hang') return loseAnswer(request, reply, fault, world)
      return fault === 'after' ? refuse(reply, 500, serverError) : reply.code(saved.status).send(saved.body)
    }
    began = key !== null
    const failed = { status: 500, body: JSON.stringify({ error: serverError }), keep: true }
    const done = fault === 'poison' ? failed : run(request, route.handler, account, world, { id: requestId, idempotency_key: key })
    const given = fault === 'after' ? failed : done
    // The v2 API works a failure off instead of repeating it: what is kept is what was done.
    const kept = apiMode(path) === 'v2' ? { ...done, keep: done.keep && fault !== 'poison' } : given
    if (key !== null && kept.keep) world.idempotency.save(key, { fingerprint, status: kept.status, body: kept.body, requestId })
    if (fault === 'drop' || fault === 'hang') return loseAnswer(request, reply, fault, world)
    return reply.code(given.status).send(given.body)
  } catch (cause) {
    if (cause instanceof StripeRefusal) return refuse(reply, cause.status, cause.body)
    throw cause
  } finally {
    if (began && key !== null) world.idempotency.end(key)
  }
}

type Reply = { status: number; body: string; keep: boolean }

function run(request: FastifyRequest, handler: Handler, account: string | null, world: StripeWorld, cause: Cause): Reply {
  const given = (request.method === 'POST' ? request.body : request.query) as Parameters | undefined
  const { expand, ...parameters } = given ?? {}
  const { id = '', below = '' } = request.params as { id?: string; below?: string }
  try {
    const wanted = readParameters(paths, expand)
    const object = handler({ id, below, account, parameters, world, cause })
    return { status: 200, body: JSON.stringify(expanded(object, wanted, world.store), null, 2), keep: true }
  } catch (refusal) {
    if (!(refusal instanceof StripeRefusal)) throw refusal
    return { status: refusal.status, body: JSON.stringify({ error: refusal.body }), keep: refusal.begun }
  }
}

function accountOf({ headers }: FastifyRequest, { forAccounts }: Route, { store }: StripeWorld): string | null {
  const account = stringOf(headers['stripe-account'])
  if (account === undefined) return null
  if (!store.tables.accounts.has(account)) {
    const message = `The provided key does not have access to account '${account}' (or that account does not exist).`
    throw new StripeRefusal(403, { type: 'invalid_request_error', code: 'account_invalid', message }, { begun: false })
  }
  if (forAccounts) return account
  const message = 'The stand-in does not answer this call for a connected account.'
  throw new StripeRefusal(400, { type: 'invalid_request_error', message }, { begun: false })
}

/** The caller will never know: the connection dies, or stays open without a word. */
function loseAnswer(request: FastifyRequest, reply: FastifyReply, fault: string, { later }: StripeWorld): FastifyReply {
  const { socket } = request.raw
  if (fault.startsWith('drop')) socket.destroy()
  else later(hangsForMs, () => socket.destroy())
  return reply.hijack()
}

const apiMode = (path: string) => (path.startsWith('/v2/') ? 'v2' : 'v1')

const serverError: RefusalBody = { type: 'api_error', message: 'An unknown error occurred. (ordered by the stand-in)' }
const keyInUse: RefusalBody = {
  type: 'idempotency_error',
  code: 'idempotency_key_in_use',
  message: 'There is currently another in-progress request using this Idempotent Key. (ordered by the stand-in)',
}
const tooMany: RefusalBody = { type: 'invalid_request_error', code: 'rate_limit', message: 'Request rate limit exceeded.' }

function refuse(reply: FastifyReply, status: number, error: RefusalBody): FastifyReply {
  return reply.code(status).send(JSON.stringify({ error }))
}

function stringOf(header: string | string[] | undefined): string | undefined {
  return Array.isArray(header) ? header[0] : header
}
