// One purchase of one's own wallet, or of one it claimed: what was paid, what can come back, and what went back.
import { type Database, parsePublicId } from '@farebox/db'
import { AppError } from '@farebox/errors'
import type { Microcents } from '@farebox/money'
import { frozenOf } from '../disputes/index.ts'
import { type ListedRefund, listRefunds, type RefundOption, refundOption } from '../refunds/list-refunds.ts'
import { describePurchase, type Purchase } from './purchase.ts'
import { purchasingWallets } from './purchasing-wallets.ts'

export type OwnPurchase = {
  purchase: Purchase
  card: { brand: string; lastFour: string } | null
  option: RefundOption
  refunds: ListedRefund[]
  /** Set aside while its bank decides. */
  stopped: Microcents
  /** A bank took the payment back, for good. */
  isTakenBack: boolean
}

/** Another wallet's is not found. */
export async function ownPurchase(database: Database, walletId: string, orderId: string, now: Date): Promise<OwnPurchase> {
  const id = parsePublicId(orderId, 'order')
  const walletIds = await purchasingWallets(database, walletId)
  const order = id && (await database.order.findFirst({ where: { id, walletId: { in: walletIds }, kind: 'wallet_topup' } }))
  if (!order) throw new AppError('not_found', { message: 'Your wallet has no such purchase.' })
  const [purchase, card, option, refunds, stopped, lost] = await Promise.all([
    describePurchase(database, order),
    database.paymentCard.findUnique({ where: { orderId: order.id }, select: { brand: true, lastFour: true } }),
    refundOption(database, order, now),
    listRefunds(database, { orderId: order.id }),
    frozenOf(database, order),
    database.dispute.count({ where: { orderId: order.id, phase: 'lost' } }),
  ])
  return { purchase, card, option, refunds, stopped, isTakenBack: lost > 0 }
}
