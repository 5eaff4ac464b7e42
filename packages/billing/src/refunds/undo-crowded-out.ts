// Refunds of ours that Stripe is going to refuse: somebody refunded the payment at Stripe meanwhile, and less of it is left than they ask for.
// They are put back before that one is booked, so that it finds what is left of the purchase and its share of the fee, and nobody owes either.
import type { RefundModel } from '@farebox/db'
import type { MoneyIn, PaymentFacts } from '../payments/money-in.ts'
import { moveRefund } from './move-refund.ts'
import { undoRefund } from './undo-refund.ts'

const clock = { kind: 'clock' } as const

/** The order's row is locked. Whoever is asking Stripe for one at this moment finds it over, and changes nothing. */
export async function undoCrowdedOut(moneyIn: MoneyIn, { order, payment, now }: PaymentFacts): Promise<void> {
  const standing = payment.refunds.filter(({ status }) => status !== 'failed' && status !== 'canceled')
  if (standing.length === 0) return
  const leftCents = standing.reduce((left, { amountCents }) => left - amountCents, payment.charge?.paidCents ?? order.priceCents)
  const named = new Set(payment.refunds.map(({ ourRefundId }) => ourRefundId))
  const waiting = await moneyIn.transaction.refund.findMany({
    where: { orderId: order.id, stripeRefundId: null, status: { in: ['requested', 'sending', 'unknown'] }, amountCents: { gt: leftCents } },
    orderBy: { id: 'asc' },
  })
  for (const refund of waiting.filter(({ id }) => !named.has(id))) {
    const failed = await fail(moneyIn, refund, now)
    if (failed) await undoRefund(moneyIn, order, failed)
  }
}

/** Only what is being sent can fail. */
async function fail(moneyIn: MoneyIn, refund: RefundModel, now: Date): Promise<RefundModel | undefined> {
  const sending = refund.status === 'sending' ? refund : await moveRefund(moneyIn, refund, { to: 'sending', actor: clock, now })
  const failure = 'The payment was refunded at Stripe meanwhile, and less of it is left than this.'
  return sending && moveRefund(moneyIn, sending, { to: 'failed', actor: clock, changes: { failure }, now })
}
