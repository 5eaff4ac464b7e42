// A refund by its id, ours or Stripe's: it is shown where its purchase is.
import { type Database, publicId } from '@farebox/db'
import { formatExact, fromCents } from '@farebox/money'
import { hitOfOrder } from './describe-hits.ts'
import type { Hit } from './hit.ts'

export async function findRefunds(database: Database, named: { id: string } | { stripeRefundId: string }): Promise<Hit[]> {
  const refund = await database.refund.findUnique({ where: named })
  if (!refund) return []
  const order = await database.order.findUniqueOrThrow({ where: { id: refund.orderId } })
  const id = publicId('refund', refund.id)
  const detail = `${formatExact(fromCents(refund.amountCents))} of ${publicId('order', order.id)}, ${refund.status}, ${refund.createdAt.toISOString().slice(0, 10)}`
  return [{ kind: 'refund', id, title: id, detail, page: hitOfOrder(order).page }]
}
