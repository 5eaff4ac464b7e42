// /v1/guests: a visitor starts without an account, comes back, and takes what is left along when they sign in.
import { requireLiveCaller } from '@farebox/auth/access-token'
import { findClientFacts } from '@farebox/auth/oauth-clients'
import { convertGuest, type GuestAccess, type GuestVisit, returningGuest, startGuest } from '@farebox/billing/guests'
import { AppError } from '@farebox/errors'
import { type Microcents, toDollars } from '@farebox/money'
import type { FastifyRequest } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { authenticated, header, secretIn } from '../authenticate.ts'
import type { Gateway, Routes } from '../gateway.ts'

const secret = z.string().max(128)
const visitBody = z
  .strictObject({
    guest_secret: secret.optional().meta({ description: 'Of a guest who was here before: the same guest again, with a fresh token.' }),
    network_address: z
      .union([z.ipv4(), z.ipv6()])
      .optional()
      .meta({ description: 'With a server’s key only: the visitor’s own address, for the limit of guests per address.' }),
  })
  .nullish()
const convertBody = z.strictObject({ guest_secret: secret })

export const guestRoutes: Routes = (app, gateway) => {
  app.register(async (instance) => visiting(instance, gateway))
  app.register(async (instance) => converting(instance, gateway))
}

const visiting: Routes = (app, gateway) => {
  const { guests, proxy } = gateway
  const routes = app.withTypeProvider<ZodTypeProvider>()
  const schema = {
    tags: ['guests'],
    security: [{ apiKey: [] }],
    summary: 'Let a visitor start without an account, with your publishable key from a registered website, or with a server’s key',
    body: visitBody,
  }
  routes.post('/v1/guests', { schema }, async (request, reply) => {
    if (gateway.stopping) throw new AppError('stopping')
    const { guest_secret: known, network_address: networkAddress } = request.body ?? {}
    const visit = await visitOf(request, gateway, networkAddress)
    if (known !== undefined) {
      const back = await returningGuest(guests, { ...visit, secret: known })
      return accessAnswer(back, await proxy.holds.spendable(back.walletId, back.connectionId), visit.now)
    }
    const { secret: guest_secret, granted, ...started } = await startGuest(guests, visit)
    return reply.code(201).send({ ...accessAnswer(started, granted, visit.now), guest_secret, granted: toDollars(granted) })
  })
}

const converting: Routes = (app, gateway) => {
  authenticated(app, gateway, 'spend')
  const { database, clock } = gateway.proxy
  const routes = app.withTypeProvider<ZodTypeProvider>()
  const schema = {
    tags: ['guests'],
    security: [{ apiKey: [] }],
    summary: 'Move what a guest has left into the wallet of the person who has just signed in, by their access token',
    body: convertBody,
  }
  routes.post('/v1/guests/convert', { schema }, async ({ caller, body }) => {
    const { appId, mode, userToken } = caller
    if (!userToken || userToken.guest) throw new AppError('insufficient_scope', { message: 'This needs the access token of a user.' })
    await requireLiveCaller(database, caller, clock())
    const { externalUserId, moved } = await convertGuest(database, {
      ...{ appId, mode, secret: body.guest_secret, person: userToken, now: clock() },
    })
    const moving = { moved: toDollars(moved), moved_microcents: String(moved), currency: 'USD' }
    return { object: 'guest', id: externalUserId, external_user_id: externalUserId, converted: true, ...moving }
  })
}

/** By the publishable key from one of the app's websites, or by a key of its server, which speaks for its visitor. */
async function visitOf(request: FastifyRequest, { keys, guests, proxy }: Gateway, networkAddress: string | undefined): Promise<GuestVisit> {
  const { database, origins, clock } = proxy
  const presented = secretIn(request)
  const now = clock()
  if (!presented.startsWith('pk-farebox-')) {
    const caller = await keys.find(presented)
    if (caller.userToken) throw new AppError('insufficient_scope')
    await requireLiveCaller(database, caller, now)
    return { appId: caller.appId, mode: caller.mode, origin: null, networkAddress, now }
  }
  await guests.attempts.take(request.ip)
  if (networkAddress !== undefined) {
    throw new AppError('invalid_request', { message: 'Only a server’s key says where its visitor comes from.', param: 'network_address' })
  }
  const client = await findClientFacts(database, presented)
  if (!client) throw new AppError('invalid_api_key')
  const { appId, mode } = client
  const origin = header(request, 'origin')
  if (origin === undefined || !(await origins.isOfApp({ appId, mode }, origin))) throw new AppError('origin_not_allowed')
  return { appId, mode, origin, networkAddress: request.ip, now }
}

function accessAnswer({ externalUserId, token, tokenExpiresAt, guestExpiresAt, models }: GuestAccess, available: Microcents, now: Date) {
  return {
    object: 'guest',
    id: externalUserId,
    external_user_id: externalUserId,
    ...{ access_token: token, token_type: 'Bearer', expires_at: tokenExpiresAt.toISOString() },
    expires_in: Math.max(0, Math.floor((tokenExpiresAt.getTime() - now.getTime()) / 1_000)),
    guest_expires_at: guestExpiresAt.toISOString(),
    ...{ available: toDollars(available), currency: 'USD', models },
  }
}
