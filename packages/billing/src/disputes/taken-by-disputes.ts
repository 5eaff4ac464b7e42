// What lost disputes took of a payment for good: in the cents that were charged, and of the package's fee.
import type { DatabaseTransaction, OrderModel } from '@farebox/db'
import { type Microcents, microcents, toCents } from '@farebox/money'

export type TakenByDisputes = { amountCents: number; feeMicrocents: Microcents }

export const takenByDisputes = (transaction: DatabaseTransaction, order: Pick<OrderModel, 'id'>): Promise<TakenByDisputes> =>
  takenByOthers(transaction, order, undefined)

export async function takenByOthers(
  transaction: DatabaseTransaction,
  { id: orderId }: Pick<OrderModel, 'id'>,
  exceptId: string | undefined,
): Promise<TakenByDisputes> {
  const lost = await transaction.dispute.findMany({ where: { orderId, phase: 'lost', ...(exceptId && { id: { not: exceptId } }) } })
  const total = (amounts: bigint[]) => microcents(amounts.reduce((sum, amount) => sum + amount, 0n))
  return {
    amountCents: toCents(total(lost.map(({ withdrawnMicrocents }) => withdrawnMicrocents))),
    feeMicrocents: total(lost.map(({ packageMicrocents }) => packageMicrocents)),
  }
}
