// GET /v1/balance and /v1/users/{id}/balance: what this app may still spend.
import { requireLiveCaller } from '@farebox/auth/access-token'
import { namedUser, readBalance } from '@farebox/billing/proxy'
import { type Microcents, microcents, toDollars } from '@farebox/money'
import type { FastifyRequest } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { authenticated } from '../authenticate.ts'
import type { Routes } from '../gateway.ts'

export const balanceRoutes: Routes = (app, { proxy, ...gateway }) => {
  authenticated(app, { proxy, ...gateway }, 'spend')
  const routes = app.withTypeProvider<ZodTypeProvider>()
  const schema = { tags: ['balance'], security: [{ apiKey: [] }] }

  const answer = async ({ caller }: FastifyRequest, externalUserId: string | undefined) => {
    await requireLiveCaller(proxy.database, caller, proxy.clock())
    const { available, held, status, topupUrl } = await readBalance(proxy, caller, externalUserId)
    // An app learns how much a user has only where they let it; that there is enough, or not, it sees with every call.
    if (caller.userToken && !caller.scopes.includes('balance:read'))
      return { object: 'balance', currency: 'USD', status, topup_url: topupUrl }
    return {
      object: 'balance',
      external_user_id: externalUserId ?? null,
      ...amount('balance', microcents(available + held)),
      ...amount('held', held),
      ...amount('available', available),
      currency: 'USD',
      status,
      topup_url: topupUrl,
    }
  }
  routes.get('/v1/balance', { schema: { ...schema, summary: 'What the payer named by key or header can spend' } }, (request) =>
    answer(request, namedUser(request.caller, { inHeader: text(request, 'x-farebox-user'), inQuotaHeader: text(request, 'x-quota-user') })),
  )
  routes.get(
    '/v1/users/:externalUserId/balance',
    { schema: { ...schema, summary: 'What this app may spend of a user', params: z.object({ externalUserId: z.string() }) } },
    (request) => answer(request, request.params.externalUserId),
  )
}

const amount = (name: string, value: Microcents) => ({ [name]: toDollars(value), [`${name}_microcents`]: String(value) })

function text({ headers }: FastifyRequest, name: string): string | undefined {
  const value = headers[name]
  return typeof value === 'string' ? value : undefined
}
