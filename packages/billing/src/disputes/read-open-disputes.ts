// A job: events can be missed for longer than Stripe keeps them. Whatever is open here is read at Stripe now and then, and booked.
import { readPayment } from '../payments/book-payment.ts'
import type { Till } from '../topups/open-checkout.ts'

const CASES_MAX = 1_000

/** Answers how many were read. One that fails does not hold up the others. */
export async function readOpenDisputes(till: Till, now: Date): Promise<number> {
  const { database } = till
  const open = await database.dispute.findMany({
    where: { OR: [{ phase: { in: ['open', 'inquiry'] } }, { phase: 'won', disputedMicrocents: { not: 0n } }] },
    distinct: ['orderId'],
    orderBy: { openedAt: 'asc' },
    take: CASES_MAX,
    select: { orderId: true },
  })
  const failures: unknown[] = []
  for (const { orderId } of open) {
    try {
      const booking = await readPayment(till, { orderId })
      if (booking) await database.$transaction((transaction) => booking(transaction, now), { timeout: 20_000 })
    } catch (failure) {
      failures.push(failure)
    }
  }
  if (failures.length > 0) throw new AggregateError(failures, `${failures.length} disputes could not be read: ${failures[0]}`)
  return open.length
}
