// Money back, as its buyer asks for it: signed in with a wallet, or with the link of a receipt where nobody has claimed what was bought.
import { type Database, type OrderModel, parsePublicId } from '@farebox/db'
import { AppError } from '@farebox/errors'
import { z } from 'zod'
import { receiptHash } from '../receipts/send-receipt.ts'
import { publicProcedure, router } from '../trpc.ts'
import { walletProcedure } from '../wallet/own-wallet.ts'
import { askRefund } from './ask-refund.ts'
import { listRefunds, refundOption, refundOptions } from './list-refunds.ts'

const orderId = z
  .string()
  .max(64)
  .transform((text) => {
    const id = parsePublicId(text, 'order')
    if (!id) throw new AppError('not_found')
    return id
  })
/** What the page showed, in cents: something else by now is refused. */
const amountCents = z.int().positive()
const byReceipt = z.object({ token: z.string().max(64) })

export const refundsRouter = router({
  /** Every purchase with what can be had back of it now. */
  options: walletProcedure.query(async ({ ctx: { database, wallet, now } }) =>
    refundOptions(database, { walletIds: await walletsOf(database, wallet.id) }, now),
  ),

  list: walletProcedure.query(async ({ ctx: { database, wallet } }) =>
    listRefunds(database, { walletIds: await walletsOf(database, wallet.id) }),
  ),

  ask: walletProcedure.input(z.object({ orderId, amountCents })).mutation(async ({ ctx: { database, wallet, person, now }, input }) => {
    const walletIds = await walletsOf(database, wallet.id)
    const order = await database.order.findFirst({ where: { id: input.orderId, walletId: { in: walletIds }, kind: 'wallet_topup' } })
    if (!order) throw new AppError('not_found')
    await askRefund(database, { ...input, userId: person.userId, now })
    return refundOption(database, order, now)
  }),

  /** For a buyer without an account: one purchase, by the link in its receipt. */
  optionOfReceipt: publicProcedure.input(byReceipt).query(async ({ ctx: { database, now }, input }) => {
    const order = await orderOfReceipt(database, input.token)
    return { option: await refundOption(database, order, now), refunds: await listRefunds(database, { orderId: order.id }) }
  }),

  askByReceipt: publicProcedure
    .input(byReceipt.extend({ amountCents }))
    .mutation(async ({ ctx: { database, now }, input: { token, amountCents } }) => {
      const order = await orderOfReceipt(database, token)
      await askRefund(database, { orderId: order.id, amountCents, userId: null, now })
      return refundOption(database, order, now)
    }),
})

/** Claimed, it is its owner's to ask for. It goes back to the card that paid in any case. */
async function orderOfReceipt(database: Database, token: string): Promise<OrderModel> {
  const order = await database.order.findUnique({ where: { receiptTokenHash: receiptHash(token) } })
  const wallet = order?.walletId ? await database.wallet.findUnique({ where: { id: order.walletId } }) : null
  if (!order || wallet?.kind !== 'unclaimed' || wallet.status === 'closing' || wallet.status === 'closed') throw new AppError('not_found')
  return order
}

/** One's own, and those claimed with it. */
async function walletsOf(database: Database, walletId: string): Promise<string[]> {
  const claimed = await database.walletClaim.findMany({ where: { toWalletId: walletId }, select: { walletId: true } })
  return [walletId, ...claimed.map((claim) => claim.walletId)]
}
