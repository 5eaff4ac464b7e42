// What Stripe kept of a payment, from its balance transaction. It may appear a while after the payment: until then, not yet.
import { type DatabaseTransaction, newId, type OrderModel } from '@farebox/db'
import { AppError } from '@farebox/errors'
import { post, stripeFeeBooked } from '@farebox/ledger'
import { noteStripeBooking } from '../reconciliation/note-stripe-booking.ts'
import type { Till } from './open-checkout.ts'

export type FeeBooking = (transaction: DatabaseTransaction, now: Date) => Promise<void>

/** Undefined while Stripe has no balance transaction: a later event, or the sweep of unbooked fees, asks again. */
export async function readStripeFee({ stripe }: Till, paymentIntent: string): Promise<FeeBooking | undefined> {
  const { charge } = await stripe.payment(paymentIntent)
  if (!charge || charge.feeCents === null) return undefined
  const { chargeId, paidCents, feeCents, currency } = charge
  if (currency !== 'usd') throw new AppError('internal_error', { internal: `${paymentIntent} settled in ${currency}` })
  return async (transaction, now) => {
    // The order before the ledger, as completing it does: an event and the sweep may book one fee at once.
    await transaction.$queryRaw`select id from "order" where payment_intent = ${paymentIntent} for update`
    const order = await transaction.order.findUnique({ where: { paymentIntent } })
    if (order?.status !== 'paid' || order.feeBookedAt) return
    const fee = stripeFeeBooked({ transactionId: newId(), mode: order.mode, paymentIntent, paidCents, feeCents })
    const { transactionId } = await post(transaction, fee)
    await noteStripeBooking(transaction, { sourceId: chargeId, category: 'charge', transactionId, now })
    await transaction.order.update({ where: { id: order.id }, data: { feeBookedAt: now } })
  }
}

const ORDERS_MAX = 200

/** Asks again for every paid order whose fee is not booked. Returns how many were booked. */
export async function bookMissingFees(till: Till, now: Date): Promise<number> {
  const orders: Pick<OrderModel, 'paymentIntent'>[] = await till.database.order.findMany({
    where: { status: 'paid', feeBookedAt: null, paymentIntent: { not: null } },
    orderBy: { paidAt: 'asc' },
    take: ORDERS_MAX,
    select: { paymentIntent: true },
  })
  let booked = 0
  const failures: unknown[] = []
  for (const { paymentIntent } of orders) {
    try {
      const booking = paymentIntent ? await readStripeFee(till, paymentIntent) : undefined
      if (!booking) continue
      await till.database.$transaction((transaction) => booking(transaction, now))
      booked += 1
    } catch (failure) {
      failures.push(failure)
    }
  }
  // One that fails does not hold up the others.
  if (failures.length > 0) throw new AggregateError(failures, `${failures.length} fees could not be booked: ${failures[0]}`)
  return booked
}
