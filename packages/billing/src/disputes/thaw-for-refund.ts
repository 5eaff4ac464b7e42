// A refund takes what is left of a payment, also where a warning or a dispute froze it: what it needs is freed first.
import { type DatabaseTransaction, newId, type OrderModel } from '@farebox/db'
import { disputeUnfrozen, post } from '@farebox/ledger'
import { least, type Microcents, microcents, ZERO } from '@farebox/money'
import { lotsOfPayment } from '../payments/lots-of-payment.ts'
import { unfrozenOf } from './apply-plan.ts'
import { giveBackTo } from './book-disputes.ts'
import { balanceOf } from './case-state.ts'

export type Thaw = { order: OrderModel; amountMicrocents: Microcents; now: Date }

/** Up to the amount, into a new lot that names the bought one, or into the pool. Warnings give before disputes. Answers what was freed. */
export async function thawForRefund(transaction: DatabaseTransaction, { order, amountMicrocents, now }: Thaw): Promise<Microcents> {
  const cases = await transaction.dispute.findMany({ where: { orderId: order.id }, orderBy: [{ kind: 'desc' }, { id: 'asc' }] })
  let left = amountMicrocents
  for (const dispute of cases) {
    const frozen = await balanceOf(transaction, { mode: dispute.mode, kind: 'dispute_hold', id: dispute.id })
    const part = least(left, frozen)
    if (part <= 0n) continue
    const lots = await lotsOfPayment(transaction, order)
    const pool = order.kind === 'grant_pool' && order.appId ? { appId: order.appId, organizationId: '', available: ZERO } : undefined
    const back = unfrozenOf({ order, pool }, part, await giveBackTo(transaction, { order, lots }))
    const step = dispute.steps + 1
    const transactionId = newId(now.getTime())
    await post(transaction, disputeUnfrozen({ transactionId, mode: dispute.mode, disputeId: dispute.id, step, ...back, earnings: [] }))
    await transaction.dispute.update({ where: { id: dispute.id }, data: { steps: step } })
    left = microcents(left - part)
  }
  return microcents(amountMicrocents - left)
}

/** What is frozen of one payment. */
export async function frozenOf(transaction: DatabaseTransaction, { id: orderId }: Pick<OrderModel, 'id'>): Promise<Microcents> {
  const cases = await transaction.dispute.findMany({ where: { orderId }, select: { id: true } })
  const where = { kind: 'dispute_hold' as const, id: { in: cases.map(({ id }) => id) } }
  const { _sum } = await transaction.account.aggregate({ where, _sum: { balanceMicrocents: true } })
  return microcents(_sum.balanceMicrocents ?? 0n)
}
