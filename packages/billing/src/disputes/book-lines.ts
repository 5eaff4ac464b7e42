// What Stripe's own book says a dispute took and gave back, line by line, each once. The fee is the line's, never a constant.
import { type DatabaseTransaction, type DisputeModel, newId, type OrderModel } from '@farebox/db'
import { disputeLineBooked, post } from '@farebox/ledger'
import { fromCents } from '@farebox/money'
import { lockLotsOfPayment } from '../payments/lots-of-payment.ts'
import { noteStripeBooking } from '../reconciliation/note-stripe-booking.ts'
import type { StripeDisputeLine } from '../stripe/payment-gate.ts'
import { returnWriteOff } from './write-off.ts'

/** A dispute that is won, lost and won again has several lines of one category: each is booked under its own id. */
export async function bookLines(
  transaction: DatabaseTransaction,
  dispute: DisputeModel,
  { order, lines, now }: { order: OrderModel; lines: readonly StripeDisputeLine[]; now: Date },
): Promise<DisputeModel> {
  let booked = dispute
  for (const line of lines)
    if (line.amountCents !== 0 || line.feeCents !== 0) booked = await bookLine(transaction, booked, { order, line, now })
  return booked
}

async function bookLine(
  transaction: DatabaseTransaction,
  dispute: DisputeModel,
  { order, line, now }: { order: OrderModel; line: StripeDisputeLine; now: Date },
): Promise<DisputeModel> {
  const { balanceTransactionId: sourceId, category, amountCents, feeCents } = line
  if (await transaction.stripeBooking.findUnique({ where: { sourceId_category: { sourceId, category } } })) return dispute
  const { id: disputeId, mode } = dispute
  const changes = {
    steps: dispute.steps + 1,
    withdrawnMicrocents: dispute.withdrawnMicrocents - fromCents(amountCents),
    disputedMicrocents: dispute.disputedMicrocents - fromCents(amountCents),
    stripeFeeCents: dispute.stripeFeeCents + feeCents,
  }
  // Also a lot of which a call under way has all: what it gives back is stopped already.
  const stops = amountCents < 0 ? await lockLotsOfPayment(transaction, order) : []
  const moved = disputeLineBooked({ transactionId: newId(), mode, disputeId, step: changes.steps, amountCents, feeCents, stops })
  const { transactionId } = await post(transaction, moved)
  await noteStripeBooking(transaction, { sourceId, category, transactionId, now })
  await transaction.dispute.update({ where: { id: disputeId }, data: changes })
  const booked = { ...dispute, ...changes }
  return amountCents > 0 ? returnWriteOff(transaction, booked, fromCents(amountCents)) : booked
}
