// A job: looks again at what is not finished at Stripe, should no event have told us: fees not there yet, refunds on their way.
import type { Till } from '../topups/open-checkout.ts'
import { readPayment } from './book-payment.ts'
import { bookingPatience } from './money-in.ts'

const PAYMENTS_MAX = 200

/** Returns how many payments are finished now. One that fails does not hold up the others. */
export async function followPayments(till: Till, now: Date): Promise<number> {
  const before = await unfinishedOrders(till)
  const failures: unknown[] = []
  for (const orderId of before) {
    try {
      const booking = await readPayment(till, { orderId })
      await till.database.$transaction(async (transaction) => booking?.(transaction, now), bookingPatience)
    } catch (failure) {
      failures.push(failure)
    }
  }
  if (failures.length > 0) throw new AggregateError(failures, `${failures.length} payments could not be followed: ${failures[0]}`)
  if (before.length === 0) return 0
  const after = new Set(await unfinishedOrders(till))
  return before.filter((orderId) => !after.has(orderId)).length
}

/** The oldest first: Stripe's line of the payment, of a refund that left, or of one that came back is not booked. */
async function unfinishedOrders({ database }: Till): Promise<string[]> {
  const orders = await database.$queryRaw<{ id: string }[]>`
    select id::text from "order" where status = 'paid' and payment_intent is not null
       and (fee_booked_at is null
            or exists (select from refund where refund.order_id = "order".id
                                            and (refund.status = 'pending' or refund.status = 'succeeded' and refund.booked_at is null)))
     order by paid_at limit ${PAYMENTS_MAX}`
  return orders.map(({ id }) => id)
}
