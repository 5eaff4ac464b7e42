// Stripe's reporting categories that mean something to us, and who books each. One that is not listed is a break: Stripe's list grows,
// and money of an unknown kind must not pass unseen.

type Category = {
  /** Which of our use cases posts it. `nobody`: no use case yet, so a person looks at each. */
  bookedBy: 'topups' | 'payouts' | 'reconciliation' | 'nobody'
  /** How long it may stand in Stripe's book before its booking is missed. */
  graceMs: number
}

const HOUR_MS = 3_600_000
const byReconciliation: Category = { bookedBy: 'reconciliation', graceMs: 0 }
const byNobody: Category = { bookedBy: 'nobody', graceMs: 0 }

const categories: Readonly<Record<string, Category>> = {
  charge: { bookedBy: 'topups', graceMs: HOUR_MS },
  /** Only for a payout that is being sent: any other transfer is missed at once. */
  transfer: { bookedBy: 'payouts', graceMs: 48 * HOUR_MS },
  transfer_reversal: { bookedBy: 'payouts', graceMs: HOUR_MS },
  payout: byReconciliation,
  payout_reversal: byReconciliation,
  topup: byReconciliation,
  topup_reversal: byReconciliation,
  fee: byReconciliation,
  network_cost: byReconciliation,
  tax: byReconciliation,
  refund: { bookedBy: 'topups', graceMs: HOUR_MS },
  refund_failure: { bookedBy: 'topups', graceMs: HOUR_MS },
  dispute: { bookedBy: 'topups', graceMs: HOUR_MS },
  dispute_reversal: { bookedBy: 'topups', graceMs: HOUR_MS },
  other_adjustment: byNobody,
}

export const categoryOf = (reportingCategory: string): Category | undefined =>
  Object.hasOwn(categories, reportingCategory) ? categories[reportingCategory] : undefined

/** What Stripe takes for itself: its own cost to us, whole. */
export const isStripesOwn = (reportingCategory: string): boolean => ['fee', 'network_cost', 'tax'].includes(reportingCategory)

/** A dispute that is lost, won on appeal and lost again has several lines of one category. */
const isOfDispute = (reportingCategory: string): boolean => ['dispute', 'dispute_reversal'].includes(reportingCategory)

/** Under which id a line is booked: what it is about; of Stripe's own charges and of disputes the line itself, since one object can bear several. */
export function bookingSource({
  id,
  sourceId,
  reportingCategory,
}: {
  id: string
  sourceId: string | null
  reportingCategory: string
}): string {
  return isStripesOwn(reportingCategory) || isOfDispute(reportingCategory) ? id : (sourceId ?? id)
}
