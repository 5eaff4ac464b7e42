// Connected apps: looked at and changed by the wallet's owner.
import { parseDollars } from '@farebox/money'
import { z } from 'zod'
import { router } from '../trpc.ts'
import { walletProcedure } from '../wallet/own-wallet.ts'
import { setConnectionStatus, setSpendingLimit } from './change-connection.ts'
import { connectionHistory } from './connection-history.ts'
import { findConnection, listConnections } from './list-connections.ts'

const app = z.object({ appId: z.string().max(64) })
const dollars = z.string().max(24)

export const connectionsRouter = router({
  list: walletProcedure.query(({ ctx }) => listConnections(ctx.database, ctx.wallet.id, ctx.now)),

  find: walletProcedure.input(app).query(({ ctx, input }) => findConnection(ctx.database, ctx.wallet.id, input.appId, ctx.now)),

  /** What it spent in the last 30 days, and its markups. */
  history: walletProcedure.input(app).query(({ ctx, input }) => connectionHistory(ctx.database, ctx.wallet.id, input.appId, ctx.now)),

  setStatus: walletProcedure.input(app.extend({ status: z.enum(['active', 'paused', 'revoked']) })).mutation(({ ctx, input }) => {
    const own = { walletId: ctx.wallet.id, userId: ctx.person.userId, appId: input.appId, now: ctx.now }
    return setConnectionStatus(ctx.database, own, input.status)
  }),

  setLimit: walletProcedure
    .input(app.extend({ limit: dollars, period: z.enum(['day', 'week', 'month']), callLimit: dollars.nullable() }))
    .mutation(({ ctx, input }) => {
      const own = { walletId: ctx.wallet.id, userId: ctx.person.userId, appId: input.appId, now: ctx.now }
      return setSpendingLimit(ctx.database, own, {
        limitMicrocents: parseDollars(input.limit),
        period: input.period,
        callLimitMicrocents: input.callLimit === null ? null : parseDollars(input.callLimit),
      })
    }),
})
