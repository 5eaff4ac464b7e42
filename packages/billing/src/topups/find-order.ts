// An order as its payment page shows it, to whoever has the page's address: before paying, and after.
import { type Database, parsePublicId } from '@farebox/db'
import { AppError } from '@farebox/errors'
import { describePurchase, type Purchase } from '../receipts/purchase.ts'

export type OrderPage = Purchase & {
  /** Ours, for the till. */
  id: string
  appName: string | null
  /** What the app adds to each call. Null where no app sells. */
  markupBps: number | null
  /** Where the seller wants the buyer back. */
  successUrl: string
  cancelUrl: string
  /** False: the money goes to an app's user who needs no account, or to a developer. */
  isForOwnWallet: boolean
}

export async function findOrder(database: Database, orderId: string): Promise<OrderPage> {
  const id = parsePublicId(orderId, 'order')
  const order = id && (await database.order.findUnique({ where: { id } }))
  if (!order) throw new AppError('not_found', { message: 'There is no such purchase.' })
  const app = order.appId ? await database.app.findUnique({ where: { id: order.appId }, select: { name: true } }) : null
  const { markupBps, successUrl, cancelUrl } = order
  const isForOwnWallet = order.kind === 'wallet_topup' && order.appId === null
  const purchase = await describePurchase(database, order)
  return {
    ...purchase,
    // Whoever began an order for somebody else does not learn what they spend.
    left: isForOwnWallet ? purchase.left : null,
    ...{ id: order.id, appName: app?.name ?? null, markupBps, successUrl, cancelUrl },
    isForOwnWallet,
  }
}
