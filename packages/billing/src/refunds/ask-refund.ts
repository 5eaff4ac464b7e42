// A buyer asks for money back. It leaves the books now, so that it cannot be spent or refunded again; a job then asks Stripe.
import { type Database, type OrderModel, publicId, type RefundModel } from '@farebox/db'
import { AppError } from '@farebox/errors'
import { bookingPatience, type MoneyIn } from '../payments/money-in.ts'
import { enqueuer } from '../queue/enqueue.ts'
import { planRefund, refusalWords } from './plan-refund.ts'
import type { RefundActor } from './record-refund.ts'
import { takeRefund } from './take-refund.ts'

export type RefundAsked = {
  orderId: string
  /** What the page showed. Something else by now: nothing is moved. */
  amountCents: number
  /** Null: somebody with the link of the receipt. */
  userId: string | null
  now: Date
}

/** Many asks at once are one after the other: the order's row is locked. */
export async function askRefund(database: Database, { orderId, amountCents, userId, now }: RefundAsked): Promise<RefundModel> {
  const enqueue = await enqueuer(database)
  return database.$transaction(async (transaction) => {
    const order = await lockOrder({ transaction, enqueue }, orderId)
    const plan = await planRefund(transaction, order, { now, isLocked: true })
    if (plan.refusal) throw new AppError('refund_not_possible', { message: `${refusalWords[plan.refusal]} Nothing was moved.` })
    if (plan.amountCents !== amountCents) throw new AppError('refund_changed')
    const actor: RefundActor = userId ? { kind: 'user', id: userId } : { kind: 'buyer' }
    const terms = { amountCents, fee: plan.fee, reason: 'requested_by_customer', askedBy: userId }
    return takeRefund({ transaction, enqueue }, order, { origin: 'buyer', ...terms, actor, now })
  }, bookingPatience)
}

export async function lockOrder({ transaction }: MoneyIn, orderId: string): Promise<OrderModel> {
  await transaction.$queryRaw`select id from "order" where id = ${orderId}::uuid for update`
  const order = await transaction.order.findUnique({ where: { id: orderId } })
  if (!order) throw new AppError('not_found', { internal: `no order ${publicId('order', orderId)}` })
  return order
}
