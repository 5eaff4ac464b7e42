// What was bought for a wallet, and for those it claimed, newest first. Orders nobody paid are not purchases.
import { type Database, parsePublicId } from '@farebox/db'
import { describePurchase } from './purchase.ts'

export async function listPurchases(database: Database, walletId: string, { after, limit }: { after?: string | undefined; limit: number }) {
  const claimed = await database.walletClaim.findMany({ where: { toWalletId: walletId }, select: { walletId: true } })
  const walletIds = [walletId, ...claimed.map((claim) => claim.walletId)]
  const afterId = after && parsePublicId(after, 'order')
  const orders = await database.order.findMany({
    where: { walletId: { in: walletIds }, status: { in: ['paid', 'quarantined'] }, ...(afterId && { id: { lt: afterId } }) },
    orderBy: { id: 'desc' },
    take: limit + 1,
  })
  const rows = await Promise.all(orders.slice(0, limit).map((order) => describePurchase(database, order)))
  return { rows, hasMore: orders.length > limit }
}
