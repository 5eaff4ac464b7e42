// What of a wallet's money is set aside while a bank decides: by a dispute, or by a warning that a payment may be fraud.
import { type Database, publicId } from '@farebox/db'
import { type Microcents, microcents } from '@farebox/money'
import { purchasingWallets } from '../receipts/purchasing-wallets.ts'

export type StoppedMoney = {
  orderId: string
  description: string
  reason: 'dispute' | 'fraud_warning'
  amount: Microcents
  since: Date
}

export async function stoppedMoney(database: Database, walletId: string): Promise<StoppedMoney[]> {
  const walletIds = await purchasingWallets(database, walletId)
  const cases = await database.dispute.findMany({ where: { walletId: { in: walletIds }, phase: 'open' }, orderBy: { openedAt: 'desc' } })
  if (cases.length === 0) return []
  const [holds, orders] = await Promise.all([
    database.account.findMany({ where: { kind: 'dispute_hold', id: { in: cases.map(({ id }) => id) } } }),
    database.order.findMany({ where: { id: { in: cases.map(({ orderId }) => orderId) } }, select: { id: true, description: true } }),
  ])
  const amounts = new Map(holds.map(({ id, balanceMicrocents }) => [id, balanceMicrocents]))
  const descriptions = new Map(orders.map(({ id, description }) => [id, description]))
  return cases.map(({ id, orderId, kind, openedAt }) => ({
    ...{ orderId: publicId('order', orderId), description: descriptions.get(orderId) ?? 'a purchase' },
    ...{ reason: kind, amount: microcents(amounts.get(id) ?? 0n), since: openedAt },
  }))
}
