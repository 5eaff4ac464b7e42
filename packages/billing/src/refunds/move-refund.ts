// A refund's next state. The database refuses one that may not follow; whoever finds it moved on already changes nothing.
import type { Prisma, RefundModel, RefundStatus } from '@farebox/db'
import type { MoneyIn } from '../payments/money-in.ts'
import { type RefundActor, recordRefund } from './record-refund.ts'

export type RefundMove = {
  to: RefundStatus
  actor: RefundActor
  changes?: Pick<Prisma.RefundUncheckedUpdateManyInput, 'stripeRefundId' | 'failure' | 'sendAfter' | 'arrivedAt' | 'cameBackAt'>
  now: Date
}

/** The order's row is locked. Undefined: it is not in this state any more. */
export async function moveRefund(
  moneyIn: MoneyIn,
  refund: Pick<RefundModel, 'id' | 'status'>,
  { to, actor, changes = {}, now }: RefundMove,
): Promise<RefundModel | undefined> {
  const { transaction } = moneyIn
  const { count } = await transaction.refund.updateMany({
    where: { id: refund.id, status: refund.status },
    data: { ...changes, status: to, ...(to !== refund.status && { statusSince: now }) },
  })
  if (count === 0) return undefined
  const moved = await transaction.refund.findUniqueOrThrow({ where: { id: refund.id } })
  if (to !== refund.status) await recordRefund(moneyIn, moved, { action: to, actor, now })
  return moved
}
