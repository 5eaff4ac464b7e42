// A purchase as its buyer sees it: what was paid, what it credited, what is left of it, and whether it can be given back.
import { type Database, type OrderModel, publicId } from '@farebox/db'
import { fromCents, type Microcents, microcents, sum } from '@farebox/money'

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
  // Once its wallet is claimed, the money is in a lot that names this one.
  const lots = walletId && lotId ? await database.lot.findMany({ where: { OR: [{ walletId, id: lotId }, { originLotId: lotId }] } }) : []
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
    left: lots.length > 0 ? sum(lots.map(({ availableMicrocents }) => microcents(availableMicrocents))) : null,
    createdAt: order.createdAt,
    paidAt: order.paidAt,
  }
}
