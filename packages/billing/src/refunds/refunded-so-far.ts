// What refunds took of a purchase, those on their way included: all but the ones that failed.
import type { DatabaseTransaction, OrderModel } from '@farebox/db'
import { type Microcents, microcents } from '@farebox/money'
import { takenByDisputes } from '../disputes/taken-by-disputes.ts'
import type { SoldTerms } from './fee-share.ts'

export type Refunded = {
  amountCents: number
  /** Of what was left of the purchase, of the package's fee, and of what was not there any more. */
  credit: Microcents
  fee: Microcents
  owed: Microcents
}

export async function refundedSoFar(transaction: DatabaseTransaction, { id: orderId }: Pick<OrderModel, 'id'>): Promise<Refunded> {
  const { _sum } = await transaction.refund.aggregate({
    where: { orderId, status: { not: 'failed' } },
    _sum: { amountCents: true, creditMicrocents: true, feeMicrocents: true, owedMicrocents: true },
  })
  return {
    amountCents: _sum.amountCents ?? 0,
    credit: microcents(_sum.creditMicrocents ?? 0n),
    fee: microcents(_sum.feeMicrocents ?? 0n),
    owed: microcents(_sum.owedMicrocents ?? 0n),
  }
}

/** The terms of an order, with what refunds and lost disputes took of them for good. */
export async function soldTerms(transaction: DatabaseTransaction, order: OrderModel): Promise<SoldTerms> {
  const refunded = await refundedSoFar(transaction, order)
  const lost = await takenByDisputes(transaction, order)
  return {
    priceCents: order.priceCents,
    creditMicrocents: microcents(order.creditMicrocents),
    takenCents: refunded.amountCents + lost.amountCents,
    takenFee: microcents(refunded.fee + lost.feeMicrocents),
  }
}
