// How much of what is disputed is the package's fee: what was paid and never credited.
import type { DatabaseTransaction, DisputeModel, OrderModel } from '@farebox/db'
import { fromCents, type Microcents, microcents, toCents } from '@farebox/money'
import { feeShare } from '../refunds/fee-share.ts'
import { refundedSoFar } from '../refunds/refunded-so-far.ts'
import { takenByOthers } from './taken-by-disputes.ts'

/** What refunds and other lost disputes took before counts as gone: whoever takes the last of a payment takes the last of its fee. */
export async function feeShareOf(
  transaction: DatabaseTransaction,
  dispute: DisputeModel,
  order: OrderModel,
): Promise<{ feeShare: Microcents; disputedMicrocents: Microcents }> {
  const disputedMicrocents = amountOf(dispute)
  const refunded = await refundedSoFar(transaction, order)
  const others = await takenByOthers(transaction, order, dispute.id)
  const takenCents = refunded.amountCents + others.amountCents
  const takenFee = microcents(refunded.fee + others.feeMicrocents)
  const { priceCents, creditMicrocents } = order
  const terms = { priceCents, creditMicrocents: microcents(creditMicrocents), takenCents, takenFee }
  const share = feeShare(terms, toCents(disputedMicrocents))
  return { feeShare: share, disputedMicrocents }
}

/** What the bank has of it; before its line is there, what it asks for. */
function amountOf({ withdrawnMicrocents, amountCents }: DisputeModel): Microcents {
  return withdrawnMicrocents > 0n ? microcents(withdrawnMicrocents) : fromCents(amountCents)
}
