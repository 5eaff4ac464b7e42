// What can be bought, and the page of one purchase.
import { z } from 'zod'
import { agreeToSaveCard } from '../cards/consent-to-save.ts'
import { publicProcedure, router } from '../trpc.ts'
import { walletProcedure } from '../wallet/own-wallet.ts'
import { findOrder } from './find-order.ts'
import { packagesOn } from './packages.ts'
import { startOrder } from './start-order.ts'
import { findUnclaimedWallet, startUnclaimedTopup } from './unclaimed-wallet.ts'

const ownPurchase = z.object({
  packageName: z.string().max(64),
  returnTo: z.string().max(512),
  /** The box beside the words that ask for it was ticked. */
  saveCard: z.boolean().default(false),
})

export const topupsRouter = router({
  packages: publicProcedure.query(({ ctx }) => packagesOn(ctx.database, ctx.now)),

  /** The order's id is the permission: it is known to who began it and whom they sent there. */
  order: publicProcedure.input(z.object({ orderId: z.string().max(64) })).query(({ ctx, input }) => findOrder(ctx.database, input.orderId)),

  /** For which app one pays, into a wallet nobody has claimed. */
  unclaimed: publicProcedure.input(z.object({ wallet: z.string().max(64) })).query(async ({ ctx, input }) => {
    const { appName, mode, markupBps } = await findUnclaimedWallet(ctx.database, input.wallet, ctx.now)
    return { appName, mode, markupBps }
  }),

  /** Writes the order of a package for a wallet nobody has claimed. */
  startUnclaimed: publicProcedure
    .input(z.object({ wallet: z.string().max(64), packageName: z.string().max(64) }))
    .mutation(async ({ ctx, input }) => {
      const wallet = await findUnclaimedWallet(ctx.database, input.wallet, ctx.now)
      return startUnclaimedTopup(ctx.database, { wallet, packageName: input.packageName, walletUrl: ctx.addresses.wallet, now: ctx.now })
    }),

  /** Writes the order of a package for one's own wallet. Paying is the next step, at the till. */
  start: walletProcedure.input(ownPurchase).mutation(({ ctx, input }) => {
    const { database, now, wallet, person, addresses } = ctx
    // Only a path of the wallet itself: an address elsewhere becomes the first page.
    const isPath = /^\/(?![/\\])/.test(input.returnTo)
    const back = `${addresses.wallet}${isPath ? input.returnTo : '/'}`
    const purchase = { kind: 'wallet_topup', walletId: wallet.id, packageName: input.packageName, buyerEmail: person.email } as const
    return database.$transaction(async (transaction) => {
      const urls = { successUrl: back, cancelUrl: `${addresses.wallet}/top-up` }
      const started = await startOrder(transaction, { ...purchase, ...urls }, { now, walletUrl: addresses.wallet })
      const consent = { orderId: started.orderId, walletId: wallet.id, userId: person.userId, now }
      if (input.saveCard) await agreeToSaveCard(transaction, consent)
      return started
    })
  }),
})
