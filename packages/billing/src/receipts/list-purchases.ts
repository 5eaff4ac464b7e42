// What was bought for a wallet, newest first. Orders nobody paid are not purchases.
import { type Database, parsePublicId } from '@farebox/db'
import { describePurchase } from './purchase.ts'

export async function listPurchases(database: Database, walletId: string, { after, limit }: { after?: string | undefined; limit: number }) {
  const afterId = after && parsePublicId(after, 'order')
  const orders = await database.order.findMany({
    where: { walletId, status: { in: ['paid', 'quarantined'] }, ...(afterId && { id: { lt: afterId } }) },
    orderBy: { id: 'desc' },
    take: limit + 1,
  })
  const rows = await Promise.all(orders.slice(0, limit).map((order) => describePurchase(database, order)))
  return { rows, hasMore: orders.length > limit }
}
