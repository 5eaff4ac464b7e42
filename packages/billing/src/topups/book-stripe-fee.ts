// What Stripe kept of a payment, from its balance transaction. It may appear a while after the payment: until then, not yet.
import { newId } from '@farebox/db'
import { AppError } from '@farebox/errors'
import { post, stripeFeeBooked } from '@farebox/ledger'
import type { MoneyIn, PaymentFacts } from '../payments/money-in.ts'
import { noteStripeBooking } from '../reconciliation/note-stripe-booking.ts'

export async function bookStripeFee({ transaction }: MoneyIn, { order, payment, now }: PaymentFacts): Promise<void> {
  const { charge, paymentIntent } = payment
  if (order.feeBookedAt || !charge || charge.feeCents === null) return
  if (charge.currency !== 'usd') throw new AppError('internal_error', { internal: `${paymentIntent} settled in ${charge.currency}` })
  const { chargeId, paidCents, feeCents } = charge
  const fee = stripeFeeBooked({ transactionId: newId(), mode: order.mode, paymentIntent, paidCents, feeCents })
  const { transactionId } = await post(transaction, fee)
  await noteStripeBooking(transaction, { sourceId: chargeId, category: 'charge', transactionId, now })
  await transaction.order.update({ where: { id: order.id }, data: { feeBookedAt: now } })
}
