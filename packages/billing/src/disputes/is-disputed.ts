// Whether a dispute or a fraud warning stands between somebody and their money, or a charge of their card.
import type { DatabaseTransaction, OrderModel } from '@farebox/db'

/** Of one payment: its buyer cannot refund it meanwhile. */
export async function isDisputed(transaction: DatabaseTransaction, { id: orderId }: Pick<OrderModel, 'id'>): Promise<boolean> {
  return (await transaction.dispute.count({ where: { orderId, phase: { in: ['open', 'inquiry'] } } })) > 0
}

/** Of anything this wallet ever paid, warnings included: its card is not charged by itself any more. */
export async function hasOpenDispute(transaction: DatabaseTransaction, walletId: string): Promise<boolean> {
  return (await transaction.dispute.count({ where: { walletId, phase: 'open' } })) > 0
}
