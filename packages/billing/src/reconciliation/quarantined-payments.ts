// Payments that were put aside: paid at Stripe, credited to nobody. Their lines in Stripe's book are booked by nothing of ours, and all of
// them are one thing to a person: what was paid, what was refunded of it, what a bank took.
import { type OrderModel, publicId, type StripeBalanceTransactionModel } from '@farebox/db'
import { formatExact, microcents } from '@farebox/money'
import type { StripePayment } from '../stripe/payment-gate.ts'
import type { Till } from '../topups/open-checkout.ts'
import type { FoundBreak } from './found-break.ts'
import { centsToMicrocents } from './line-amount.ts'
import { unbookedLines } from './unbooked-lines.ts'

type Line = StripeBalanceTransactionModel
type Quarantined = Pick<OrderModel, 'id' | 'paymentIntent' | 'quarantineReason'>

/** Whose payment a line is about, by the line's source. */
export type QuarantinedPayments = ReadonlyMap<string, Quarantined>

/** Stripe is asked, since only Stripe knows a payment's refunds; not at all while each line is booked. What it does not answer is not grouped. */
export async function readQuarantined({ database, stripe }: Pick<Till, 'database' | 'stripe'>): Promise<QuarantinedPayments> {
  const sources = new Map<string, Quarantined>()
  if ((await unbookedLines(database)).length === 0) return sources
  const orders = await database.order.findMany({
    where: { status: 'quarantined', paymentIntent: { not: null } },
    select: { id: true, paymentIntent: true, quarantineReason: true },
  })
  for (const order of orders) {
    const payment = await stripe.payment(order.paymentIntent ?? '').catch(() => undefined)
    for (const source of payment ? sourcesOf(payment) : []) sources.set(source, order)
  }
  return sources
}

const sourcesOf = ({ charge, refunds, disputes }: StripePayment): string[] => [
  ...(charge ? [charge.chargeId] : []),
  ...refunds.map(({ refundId }) => refundId),
  ...disputes.flatMap(({ lines }) => lines.map(({ balanceTransactionId }) => balanceTransactionId)),
]

/** One break per payment, named for what it is; and the lines that are of no such payment. */
export function breaksOfQuarantined(lines: readonly Line[], payments: QuarantinedPayments): { breaks: FoundBreak[]; others: Line[] } {
  const byOrder = Map.groupBy(lines, ({ sourceId }) => payments.get(sourceId))
  const breaks = [...byOrder].flatMap(([order, ofOrder]) => (order ? [brokenBy(order, ofOrder)] : []))
  return { breaks, others: byOrder.get(undefined) ?? [] }
}

function brokenBy({ id, paymentIntent, quarantineReason }: Quarantined, lines: readonly Line[]): FoundBreak {
  const subject = publicId('order', id)
  const named = lines.map((line) => `${line.id} (${line.reportingCategory} of ${line.sourceId}, ${amountOf(line)})`)
  const isBack = lines.reduce((total, { amountCents }) => total + amountCents, 0n) === 0n
  const advice = isBack
    ? 'All of it went back. What is left is what Stripe keeps for it, and nothing of ours books that: resolve this with the ticket.'
    : 'Refund it in full at Stripe: Farebox never credited it, so nothing else is to be done.'
  return {
    // Explained to the cent and owed to nobody. Else whoever pays with a blocked card could stop what all developers are paid.
    ...{ kind: 'quarantined_payment', subject, severity: 'notice' },
    amountMicrocents: microcents(lines.reduce((total, { netCents }) => total + centsToMicrocents(netCents), 0n)),
    explanation: `The payment ${paymentIntent} of ${subject} was put aside (${quarantineReason}) and credited to nobody. Stripe’s book has of it: ${named.join('; ')}. ${advice}`,
  }
}

const amountOf = ({ currency, amountCents }: Line): string =>
  currency === 'usd' ? formatExact(centsToMicrocents(amountCents)) : `${amountCents} hundredths of ${currency}`
