// The operators' list of refunds, a page at a time: the oldest unfinished first, or the newest of all.
import { type Database, type Prisma, publicId, type RefundModel } from '@farebox/db'
import { fromCents, type Microcents, microcents } from '@farebox/money'

export type RefundRow = {
  refundId: string
  orderId: string
  description: string
  walletId: string | null
  organizationId: string | null
  origin: RefundModel['origin']
  status: RefundModel['status']
  amount: Microcents
  credit: Microcents
  fee: Microcents
  owed: Microcents
  reason: string | null
  failure: string | null
  stripeRefundId: string | null
  createdAt: Date
  statusSince: Date
  arrivedAt: Date | null
}

export type RefundQueueQuestion = { status: 'unfinished' | 'unknown' | 'failed' | 'all'; after?: string | undefined; limit: number }

export async function refundQueue(
  database: Database,
  { status, after, limit }: RefundQueueQuestion,
): Promise<{ rows: RefundRow[]; nextCursor: string | null }> {
  const isOldestFirst = status === 'unfinished' || status === 'unknown'
  const found = await database.refund.findMany({
    where: { ...wanted[status], ...(after && { id: isOldestFirst ? { gt: after } : { lt: after } }) },
    orderBy: { id: isOldestFirst ? 'asc' : 'desc' },
    take: limit + 1,
  })
  const page = found.slice(0, limit)
  const orders = await database.order.findMany({ where: { id: { in: page.map(({ orderId }) => orderId) } } })
  const byId = new Map(orders.map((order) => [order.id, order]))
  const rows = page.map((refund) => rowOf(refund, byId.get(refund.orderId)))
  return { rows, nextCursor: found.length > limit ? (rows.at(-1)?.refundId ?? null) : null }
}

const wanted: Readonly<Record<RefundQueueQuestion['status'], Prisma.RefundWhereInput>> = {
  unfinished: { status: { in: ['requested', 'sending', 'unknown', 'pending'] } },
  unknown: { status: 'unknown' },
  failed: { status: 'failed' },
  all: {},
}

type Bought = { description: string; walletId: string | null; organizationId: string | null }

function rowOf(refund: RefundModel, order: Bought | undefined): RefundRow {
  const { id, orderId, origin, status, amountCents, reason, failure, stripeRefundId, createdAt, statusSince, arrivedAt } = refund
  return {
    ...{ refundId: publicId('refund', id), orderId: publicId('order', orderId), description: order?.description ?? '' },
    walletId: order?.walletId ? publicId('wallet', order.walletId) : null,
    organizationId: order?.organizationId ? publicId('organization', order.organizationId) : null,
    ...{
      origin,
      status,
      amount: fromCents(amountCents),
      credit: microcents(refund.creditMicrocents),
      fee: microcents(refund.feeMicrocents),
    },
    ...{ owed: microcents(refund.owedMicrocents), reason, failure, stripeRefundId, createdAt, statusSince, arrivedAt },
  }
}
