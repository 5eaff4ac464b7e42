// What was bought for a wallet, and for those it claimed, newest first. Orders nobody paid are not purchases.
import { type Database, parsePublicId } from '@farebox/db'
import { fromCents, type Microcents, sum } from '@farebox/money'
import { describePurchase, type Purchase } from './purchase.ts'
import { purchasingWallets } from './purchasing-wallets.ts'

export type ListedPurchase = Purchase & {
  /** Back at the card, or on its way there. */
  refunded: Microcents
  /** A bank took the payment back, for good. */
  isTakenBack: boolean
}

export async function listPurchases(database: Database, walletId: string, { after, limit }: { after?: string | undefined; limit: number }) {
  const walletIds = await purchasingWallets(database, walletId)
  const afterId = after && parsePublicId(after, 'order')
  const orders = await database.order.findMany({
    where: { walletId: { in: walletIds }, status: { in: ['paid', 'quarantined'] }, ...(afterId && { id: { lt: afterId } }) },
    orderBy: { id: 'desc' },
    take: limit + 1,
  })
  const listed = orders.slice(0, limit)
  const ofListed = { orderId: { in: listed.map(({ id }) => id) } }
  const refunds = await database.refund.findMany({ where: { ...ofListed, status: { not: 'failed' } } })
  const lost = await database.dispute.findMany({ where: { ...ofListed, phase: 'lost' }, select: { orderId: true } })
  const describe = async (order: (typeof listed)[number]): Promise<ListedPurchase> => {
    const refunded = sum(refunds.filter(({ orderId }) => orderId === order.id).map(({ amountCents }) => fromCents(amountCents)))
    const isTakenBack = lost.some(({ orderId }) => orderId === order.id)
    return { ...(await describePurchase(database, order)), refunded, isTakenBack }
  }
  return { rows: await Promise.all(listed.map(describe)), hasMore: orders.length > limit }
}
