// A purchase as its buyer sees it: what was paid, what it credited, what is left of it, and whether it can be given back.
import { type Database, type OrderModel, publicId } from '@farebox/db'
import { fromCents, type Microcents, microcents } from '@farebox/money'

export type Purchase = {
  orderId: string
  kind: OrderModel['kind']
  mode: OrderModel['mode']
  status: OrderModel['status']
  description: string
  price: Microcents
  credit: Microcents
  fee: Microcents
  /** Of what was credited, what is not spent and not in use. Null where it is not in a wallet. */
  left: Microcents | null
  createdAt: Date
  paidAt: Date | null
}

export async function describePurchase(database: Database, order: OrderModel): Promise<Purchase> {
  const { walletId, lotId } = order
  const lot = walletId && lotId ? await database.lot.findUnique({ where: { walletId_id: { walletId, id: lotId } } }) : null
  const price = fromCents(order.priceCents)
  const credit = microcents(order.creditMicrocents)
  return {
    orderId: publicId('order', order.id),
    kind: order.kind,
    mode: order.mode,
    status: order.status,
    description: order.description,
    price,
    credit,
    fee: microcents(price - credit),
    left: lot ? microcents(lot.availableMicrocents) : null,
    createdAt: order.createdAt,
    paidAt: order.paidAt,
  }
}
