// Lines of Stripe's book without a movement of ours: on their way, missed, put aside, a second line of one thing, or of a kind nobody knows.
import type { DatabaseTransaction, StripeBalanceTransactionModel } from '@farebox/db'
import { formatExact } from '@farebox/money'
import { categoryOf } from './categories.ts'
import type { FoundBreak } from './found-break.ts'
import { centsToMicrocents } from './line-amount.ts'
import { breaksOfQuarantined, type QuarantinedPayments } from './quarantined-payments.ts'
import { unbookedLines } from './unbooked-lines.ts'

type Line = StripeBalanceTransactionModel

export async function findUnbooked(
  snapshot: DatabaseTransaction,
  { quarantined, now }: { quarantined: QuarantinedPayments; now: Date },
): Promise<{ breaks: FoundBreak[]; waiting: Line[] }> {
  const { breaks, others: lines } = breaksOfQuarantined(await unbookedLines(snapshot), quarantined)
  const underWay = await payoutsUnderWay(snapshot)
  const booked = await bookedSources(snapshot, lines)
  const waiting: Line[] = []
  for (const line of lines) {
    const reason = whyBroken(line, { now, underWay, isBooked: booked.has(`${line.sourceId} ${line.reportingCategory}`) })
    if (reason) breaks.push(broken(line, reason))
    else waiting.push(line)
  }
  return { breaks, waiting }
}

type Reason = Pick<FoundBreak, 'kind' | 'explanation'>
type Circumstances = { now: Date; underWay: Map<bigint, number>; isBooked: boolean }

/** Undefined: its booking is on its way. */
function whyBroken(line: Line, { now, underWay, isBooked }: Circumstances): Reason | undefined {
  const { reportingCategory, type, currency, netCents, createdAt } = line
  const category = categoryOf(reportingCategory)
  if (!category) {
    return {
      kind: 'unknown_type',
      explanation: `Farebox does not know the category ${reportingCategory} (type ${type}). Find out what Stripe means by it, and book it.`,
    }
  }
  if (currency !== 'usd') return { kind: 'wrong_currency', explanation: `It is in ${currency}. Farebox keeps its books in US dollars.` }
  if (isBooked) {
    return { kind: 'second_line', explanation: `Another ${reportingCategory} of ${line.sourceId} is booked already. This one is too many.` }
  }
  const isFresh = now.getTime() - createdAt.getTime() <= category.graceMs
  if (reportingCategory === 'transfer') return isFresh && takeUnderWay(underWay, -netCents) ? undefined : noPayout(line)
  if (isFresh && category.graceMs > 0) return undefined
  const hint = category.bookedBy === 'nobody' ? 'Farebox has no booking for this yet: a person books it.' : missed[category.bookedBy]
  return { kind: 'not_booked', explanation: `No movement of ours books it. ${hint}` }
}

const missed = {
  topups: 'Either somebody paid outside our Checkout, or what happened to its payment could not be booked: look for its order.',
  payouts: 'Either the reversal’s event was missed, or the transfer is not one of our payouts.',
  reconciliation: 'Booking it failed: the failure is in the log of the worker.',
}

const noPayout = ({ sourceId }: Line): Reason => ({
  kind: 'not_booked',
  explanation: `No payout of ours waits for a transfer of this amount. ${sourceId} may have been made by hand, or twice. Stop payouts until it is known.`,
})

function broken({ id, sourceId, reportingCategory, netCents, createdAt }: Line, { kind, explanation }: Reason): FoundBreak {
  const amountMicrocents = centsToMicrocents(netCents)
  const what = `Stripe’s balance transaction ${id} (${reportingCategory} of ${sourceId}, ${createdAt.toISOString()}) moved ${formatExact(amountMicrocents)}.`
  return { kind, subject: id, severity: 'money', amountMicrocents, explanation: `${what} ${explanation}` }
}

/** Payouts whose transfer was asked for and is not confirmed, by amount in cents. */
async function payoutsUnderWay(snapshot: DatabaseTransaction): Promise<Map<bigint, number>> {
  const payouts = await snapshot.payout.groupBy({
    by: ['amountCents'],
    where: { status: { in: ['sending', 'unknown'] } },
    _count: true,
  })
  return new Map(payouts.map(({ amountCents, _count }) => [BigInt(amountCents), _count]))
}

/** Each payout explains one transfer. */
function takeUnderWay(underWay: Map<bigint, number>, cents: bigint): boolean {
  const left = underWay.get(cents) ?? 0
  underWay.set(cents, left - 1)
  return left > 0
}

async function bookedSources(snapshot: DatabaseTransaction, lines: readonly Line[]): Promise<Set<string>> {
  const bookings = await snapshot.stripeBooking.findMany({ where: { sourceId: { in: lines.map(({ sourceId }) => sourceId) } } })
  return new Set(bookings.map(({ sourceId, category }) => `${sourceId} ${category}`))
}
