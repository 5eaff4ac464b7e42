// The second half of an automatic charge: what Stripe said becomes what our books say. Safe to repeat, and whoever comes second finds it
// done. Only `paid`, booked by the ledger, is success.
import type { AutoTopupChargeModel, DatabaseTransaction } from '@farebox/db'
import { assert } from '@farebox/errors'
import { readPayment } from '../payments/book-payment.ts'
import { bookingPatience } from '../payments/money-in.ts'
import type { SavedCardOutcome } from '../stripe/cards-gate.ts'
import type { Till } from '../topups/open-checkout.ts'
import { failureOf } from './charge-failure.ts'
import { endAsFailed, endAsPaid, lockCharge } from './end-charge.ts'
import { noteForOwner } from './note-for-owner.ts'

const MINUTE_MS = 60_000
const DAY_MS = 24 * 60 * MINUTE_MS

export async function settleCharge(till: Till, orderId: string, { outcome, now }: { outcome: SavedCardOutcome; now: Date }): Promise<void> {
  if ('paymentIntent' in outcome && outcome.paymentIntent) await notePayment(till, orderId, outcome.paymentIntent)
  if (outcome.kind === 'paid') return bookPaid(till, orderId, now)
  await till.database.$transaction(async (transaction) => {
    const charge = await lockCharge(transaction, orderId)
    if (!charge || charge.endedAt) return
    const failure = failureOf(outcome)
    if (failure) await endAsFailed(transaction, charge, { ...failure, now })
    else await lookLater(transaction, charge, { outcome, now })
  })
}

/** From here on whatever Stripe says of the payment leads to this order, whoever hears it. */
async function notePayment({ database }: Till, orderId: string, paymentIntent: string): Promise<void> {
  await database.autoTopupCharge.updateMany({ where: { orderId, paymentIntent: null }, data: { paymentIntent } })
  await database.order.updateMany({ where: { id: orderId, paymentIntent: null }, data: { paymentIntent } })
}

/** The money and the end of the charge commit together. */
async function bookPaid(till: Till, orderId: string, now: Date): Promise<void> {
  const booking = await readPayment(till, { orderId })
  assert(booking, 'a charge has its order')
  await till.database.$transaction(async (transaction) => {
    const completion = await booking(transaction, now)
    const charge = await lockCharge(transaction, orderId)
    if (!charge || charge.endedAt) return
    if (completion === 'paid') await endAsPaid(transaction, charge, now)
    if (completion === 'quarantined') await endAsFailed(transaction, charge, { code: 'quarantined', stops: 'payment_refused', now })
  }, bookingPatience)
}

/** Nothing is known, or it is on its way, or only the owner can go on: nothing more is charged until it is known. */
async function lookLater(
  transaction: DatabaseTransaction,
  { orderId, walletId, state, createdAt }: AutoTopupChargeModel,
  { outcome, now }: { outcome: SavedCardOutcome; now: Date },
): Promise<void> {
  if (outcome.kind === 'authentication_required') {
    const lookAt = new Date(createdAt.getTime() + DAY_MS)
    await transaction.autoTopupCharge.update({ where: { orderId }, data: { state: 'authentication_required', lookAt } })
    if (state !== 'authentication_required') await noteForOwner(transaction, { walletId, about: 'authentication_required', orderId, now })
    return
  }
  const to = outcome.kind === 'processing' ? ({ state: 'processing' } as const) : {}
  await transaction.autoTopupCharge.update({ where: { orderId }, data: { ...to, lookAt: new Date(now.getTime() + MINUTE_MS) } })
}
