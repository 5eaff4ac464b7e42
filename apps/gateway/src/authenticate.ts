// Who is calling, who is named to pay, and whether they call too often: decided before a body is read.
import { BlockList, isIP } from 'node:net'
import type { ApiKeyPrincipal } from '@farebox/auth/api-key'
import { namedUser } from '@farebox/billing/proxy'
import { rateLimitHeaders, refuseOverLimit } from '@farebox/billing/rate-limits'
import { AppError } from '@farebox/errors'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Gateway } from './gateway.ts'

/**
 * Routes of this instance need a key; `request.caller` is set. Their own bucket is that of the key, or of the user in the path.
 * A user's access token is refused, unless the routes name the scope with which it may come.
 */
export function authenticated(app: FastifyInstance, gateway: Gateway, tokensWith?: TokenScope): void {
  app.addHook('onRequest', async (request, reply) => {
    const caller = await callerOf(request, gateway, tokensWith)
    await limit(reply, gateway, caller, pathUser(request))
  })
}

/** As `authenticated`, for routes that spend: the payer is named by path, header, or by the key itself. */
export function payable(app: FastifyInstance, gateway: Gateway): void {
  app.addHook('onRequest', async (request, reply) => {
    if (gateway.stopping) throw new AppError('stopping')
    const caller = await callerOf(request, gateway, 'spend')
    const names = {
      inPath: pathUser(request),
      inHeader: header(request, 'x-farebox-user'),
      inQuotaHeader: header(request, 'x-quota-user'),
    }
    request.externalUserId = namedUser(caller, names)
    await limit(reply, gateway, caller, request.externalUserId)
  })
}

/**
 * As `payable`, for what developers meter themselves: the payer may be named in the body, too. What concerns one hold (its id stands in
 * the path) has a bucket of its own, so that settling for many users is not throttled as if it were for one.
 */
export function payableByBody(app: FastifyInstance, gateway: Gateway): void {
  app.addHook('onRequest', async (request) => {
    if (gateway.stopping) throw new AppError('stopping')
    await callerOf(request, gateway)
  })
  app.addHook('preValidation', async (request, reply) => {
    const { id } = request.params as { id?: string }
    if (id === undefined && request.method === 'POST') request.externalUserId = namedUser(request.caller, namesIn(request))
    await limit(reply, gateway, request.caller, id ?? request.externalUserId)
  })
}

function namesIn(request: FastifyRequest) {
  const { user, external_user_id: externalUserId } = (request.body ?? {}) as { user?: unknown; external_user_id?: unknown }
  const inBody = externalUserId ?? user
  return {
    inPath: pathUser(request),
    inHeader: header(request, 'x-farebox-user'),
    inQuotaHeader: header(request, 'x-quota-user'),
    inBody: typeof inBody === 'string' ? inBody : undefined,
  }
}

/** What a user let an app do with their token, as the consent page said it. */
export type TokenScope = 'openid' | 'spend' | 'balance:read'

async function callerOf(request: FastifyRequest, { keys, lastUsed, proxy }: Gateway, tokensWith?: TokenScope): Promise<ApiKeyPrincipal> {
  const caller = await keys.find(secretIn(request))
  request.caller = caller
  if (caller.userToken) {
    if (tokensWith === undefined || !caller.scopes.includes(tokensWith)) throw new AppError('insufficient_scope')
    await refuseOtherWebsites(request, caller, proxy)
    return caller
  }
  if (caller.allowedIps.length > 0 && !isAllowed(request.ip, caller.allowedIps)) throw new AppError('ip_not_allowed')
  lastUsed.note(caller.apiKeyId, proxy.clock())
  return caller
}

/** A token taken from an app's page is of no use to another website: browsers say where a request comes from. */
async function refuseOtherWebsites(request: FastifyRequest, caller: ApiKeyPrincipal, { origins }: Gateway['proxy']): Promise<void> {
  const origin = header(request, 'origin')
  const guest = caller.userToken?.guest
  // A guest's is bound to the very website it was made from, and not to be had without one.
  if (guest) {
    if (guest.origin !== null && guest.origin !== origin) throw new AppError('origin_not_allowed')
    return
  }
  if (origin !== undefined && !(await origins.isOfApp(caller, origin))) throw new AppError('origin_not_allowed')
}

async function limit(reply: FastifyReply, { limits }: Gateway, caller: ApiKeyPrincipal, payer: string | undefined): Promise<void> {
  const standing = await limits.take(caller, payer)
  reply.headers(rateLimitHeaders(standing))
  refuseOverLimit(standing)
}

export function secretIn(request: FastifyRequest): string {
  const { authorization } = request.headers
  const bearer = authorization && /^Bearer\s+(\S+)\s*$/i.exec(authorization)?.[1]
  return bearer || header(request, 'x-api-key') || ''
}

export function header(request: FastifyRequest, name: string): string | undefined {
  const value = request.headers[name]
  return typeof value === 'string' && value !== '' ? value : undefined
}

function pathUser(request: FastifyRequest): string | undefined {
  return (request.params as { externalUserId?: string }).externalUserId
}

/** Addresses, or ranges such as 203.0.113.0/24. */
function isAllowed(address: string, allowed: readonly string[]): boolean {
  const list = new BlockList()
  for (const entry of allowed) {
    const [network = '', bits] = entry.split('/')
    const family = isIP(network) === 6 ? 'ipv6' : 'ipv4'
    if (bits === undefined) list.addAddress(network, family)
    else list.addSubnet(network, Number.parseInt(bits, 10), family)
  }
  return list.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4')
}
