// GET /v1/usage: what an app spent of the limit its user set, for the app itself, with the user's token.
import { requireLiveCaller } from '@farebox/auth/access-token'
import { usageOfConnection } from '@farebox/billing/app-limit'
import { readBalance } from '@farebox/billing/proxy'
import { AppError } from '@farebox/errors'
import { authenticated } from '../authenticate.ts'
import type { Routes } from '../gateway.ts'

export const usageRoutes: Routes = (app, gateway) => {
  authenticated(app, gateway, 'spend')
  const { proxy } = gateway
  const schema = { tags: ['balance'], summary: 'What this app spent of the user’s limit; with a user’s token', security: [{ apiKey: [] }] }
  app.get('/v1/usage', { schema }, async ({ caller }) => {
    const now = proxy.clock()
    await requireLiveCaller(proxy.database, caller, now)
    if (!caller.userToken)
      throw new AppError('insufficient_scope', { message: 'This needs a user’s token. A key asks /v1/users/{id}/balance.' })
    const { walletId, connectionId } = caller.userToken
    const [usage, balance] = await Promise.all([
      usageOfConnection(proxy.database, { walletId, connectionId }, now),
      readBalance(proxy, caller, undefined),
    ])
    return { object: 'usage', ...usage, balance: balance.status, currency: 'USD' }
  })
}
