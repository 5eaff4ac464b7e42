// The wallet's own pages: balance, the pause switch, charges and their receipts.
import { z } from 'zod'
import { router } from '../trpc.ts'
import { balanceHistory } from './balance-history.ts'
import { walletProcedure } from './own-wallet.ts'
import { pauseWallet } from './pause-wallet.ts'
import { stoppedMoney } from './stopped-money.ts'
import { walletCharges, walletReceipt } from './wallet-charges.ts'
import { walletHome } from './wallet-home.ts'

const anId = z.string().max(64)

export const walletHomeRouter = router({
  home: walletProcedure.query(({ ctx }) => walletHome(ctx.database, ctx.wallet, ctx.now)),

  /** Stops or resumes the spending of every app. */
  pause: walletProcedure
    .input(z.object({ isPaused: z.boolean() }))
    .mutation(({ ctx, input }) => pauseWallet(ctx.database, ctx.wallet.id, input.isPaused)),

  /** What is set aside while a bank decides. */
  stopped: walletProcedure.query(({ ctx }) => stoppedMoney(ctx.database, ctx.wallet.id)),

  /** Every change of the balance that is not a call. */
  history: walletProcedure
    .input(z.object({ after: anId.optional(), limit: z.int().min(1).max(100).default(50) }))
    .query(({ ctx, input }) => balanceHistory(ctx.database, ctx.wallet.id, input)),

  charges: walletProcedure
    .input(z.object({ id: anId.optional(), appId: anId.optional(), after: anId.optional(), limit: z.int().min(1).max(100).default(50) }))
    .query(({ ctx, input }) => walletCharges(ctx.database, ctx.wallet.id, input)),

  charge: walletProcedure.input(z.object({ id: anId })).query(({ ctx, input }) => walletReceipt(ctx.database, ctx.wallet.id, input.id)),
})
