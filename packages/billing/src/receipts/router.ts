// Purchases of the signed-in person, and the receipt anybody with its link may read.
import { z } from 'zod'
import { publicProcedure, router } from '../trpc.ts'
import { walletProcedure } from '../wallet/own-wallet.ts'
import { listPurchases } from './list-purchases.ts'
import { ownPurchase } from './own-purchase.ts'
import { readReceipt } from './read-receipt.ts'

const after = z.string().max(64).optional()

export const receiptsRouter = router({
  purchases: walletProcedure
    .input(z.object({ after, limit: z.int().min(1).max(100).default(50) }))
    .query(({ ctx, input }) => listPurchases(ctx.database, ctx.wallet.id, input)),

  /** One of them, with what can come back of it and what went back. */
  purchase: walletProcedure
    .input(z.object({ orderId: z.string().max(64) }))
    .query(({ ctx, input }) => ownPurchase(ctx.database, ctx.wallet.id, input.orderId, ctx.now)),

  /** The token is the permission. */
  read: publicProcedure.input(z.object({ token: z.string().max(64), after })).query(({ ctx, input }) => readReceipt(ctx.database, input)),
})
