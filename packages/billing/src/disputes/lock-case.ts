// A dispute or warning as a person decides about it: its order's row first, as every booking of its payment.
import type { DatabaseTransaction, DisputeModel, OrderModel } from '@farebox/db'
import { AppError } from '@farebox/errors'

export async function lockCase(transaction: DatabaseTransaction, disputeId: string): Promise<{ order: OrderModel; dispute: DisputeModel }> {
  const found = await transaction.dispute.findUnique({ where: { id: disputeId } })
  if (!found) throw new AppError('not_found')
  await transaction.$queryRaw`select id from "order" where id = ${found.orderId}::uuid for update`
  const order = await transaction.order.findUniqueOrThrow({ where: { id: found.orderId } })
  return { order, dispute: await transaction.dispute.findUniqueOrThrow({ where: { id: disputeId } }) }
}
