// Purchases with what can be had back of each, and the refunds there were. For their buyer: neither Stripe's words nor ids.
import { type Database, type OrderModel, publicId, type RefundModel } from '@farebox/db'
import { fromCents, type Microcents, microcents, sum } from '@farebox/money'
import { planRefund, type RefundRefusal, refusalWords } from './plan-refund.ts'

export type RefundOption = {
  orderId: string
  kind: OrderModel['kind']
  description: string
  paidAt: Date | null
  price: Microcents
  /** Already refunded, or on its way. */
  refunded: Microcents
  /** What would go back to the card now. Zero: nothing, for this reason. */
  amount: Microcents
  amountCents: number
  refusal: RefundRefusal | null
  because: string | null
  isWhole: boolean
  /** What of the fee comes back with it, and what of it stays with Farebox. */
  feeIncluded: Microcents
  feeKept: Microcents
  wholeUntil: Date | null
  inUse: Microcents
}

export async function refundOption(database: Database, order: OrderModel, now: Date): Promise<RefundOption> {
  const [plan, refunds] = await Promise.all([
    planRefund(database, order, { now, isLocked: false }),
    database.refund.findMany({ where: { orderId: order.id, status: { not: 'failed' } } }),
  ])
  const { refusal, amountCents, isWhole, fee, wholeUntil, inUse } = plan
  const price = fromCents(order.priceCents)
  const feeBefore = sum(refunds.map(({ feeMicrocents }) => microcents(feeMicrocents)))
  return {
    ...{ orderId: publicId('order', order.id), kind: order.kind, description: order.description, paidAt: order.paidAt, price },
    refunded: sum(refunds.map((refund) => fromCents(refund.amountCents))),
    ...{ amount: fromCents(amountCents), amountCents, refusal, because: refusal && refusalWords[refusal], isWhole, wholeUntil, inUse },
    ...{ feeIncluded: fee, feeKept: microcents(price - order.creditMicrocents - feeBefore - fee) },
  }
}

const ORDERS_MAX = 50

/** Of the newest purchases. */
export async function refundOptions(
  database: Database,
  of: { walletIds: string[] } | { organizationId: string },
  now: Date,
): Promise<RefundOption[]> {
  const orders = await database.order.findMany({ where: { ...ordersOf(of), status: 'paid' }, orderBy: { id: 'desc' }, take: ORDERS_MAX })
  const options: RefundOption[] = []
  for (const order of orders) options.push(await refundOption(database, order, now))
  return options
}

export type ListedRefund = {
  refundId: string
  orderId: string
  description: string
  amount: Microcents
  feeIncluded: Microcents
  /** Spent already when it was refunded: the wallet owes it. */
  owed: Microcents
  status: 'on_its_way' | 'arrived' | 'failed'
  askedAt: Date
  arrivedAt: Date | null
  /** Why it failed. The money is in the balance again. */
  failure: string | null
}

export async function listRefunds(
  database: Database,
  of: { walletIds: string[] } | { organizationId: string } | { orderId: string },
): Promise<ListedRefund[]> {
  const orders = await database.order.findMany({
    where: 'orderId' in of ? { id: of.orderId } : ordersOf(of),
    select: { id: true, description: true },
  })
  const refunds = await database.refund.findMany({
    where: { orderId: { in: orders.map(({ id }) => id) } },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    take: ORDERS_MAX,
  })
  const descriptions = new Map(orders.map(({ id, description }) => [id, description]))
  return refunds.map((refund) => listed(refund, descriptions.get(refund.orderId) ?? ''))
}

function listed(refund: RefundModel, description: string): ListedRefund {
  const { id, orderId, amountCents, feeMicrocents, owedMicrocents, status, createdAt, arrivedAt } = refund
  return {
    ...{ refundId: publicId('refund', id), orderId: publicId('order', orderId), description, amount: fromCents(amountCents) },
    ...{ feeIncluded: microcents(feeMicrocents), owed: microcents(owedMicrocents), askedAt: createdAt, arrivedAt },
    status: status === 'succeeded' ? 'arrived' : status === 'failed' ? 'failed' : 'on_its_way',
    failure: status === 'failed' ? 'The card’s bank or Stripe did not take it. The money is in your balance again.' : null,
  }
}

/** A person's own purchases; an organization's are those for its balance and its pools, never its users'. */
const ordersOf = (of: { walletIds: string[] } | { organizationId: string }) =>
  'walletIds' in of
    ? { walletId: { in: of.walletIds }, kind: 'wallet_topup' as const }
    : { organizationId: of.organizationId, kind: { in: ['organization_topup' as const, 'grant_pool' as const] } }
