// The buyer came back, or somebody asks: Stripe is read now, and what it says is booked. Safe to run often and at once.
import { AppError } from '@farebox/errors'
import { readPayment } from '../payments/book-payment.ts'
import { bookingPatience } from '../payments/money-in.ts'
import type { Completion } from './book-completion.ts'
import type { Till } from './open-checkout.ts'

export type { Completion } from './book-completion.ts'

export async function completeOrder(till: Till, orderId: string, now: Date): Promise<Completion> {
  const booking = await readPayment(till, { orderId })
  if (!booking) throw new AppError('not_found', { internal: `no order ${orderId}` })
  return till.database.$transaction((transaction) => booking(transaction, now), bookingPatience)
}
