// Where a dispute stands for our books. Stripe's words are many and grow; the money asks only who has it, and whether that is final.
import type { DisputePhase } from '@farebox/db'
import type { StripeDispute, StripeFraudWarning, StripePayment } from '../stripe/payment-gate.ts'

/** An inquiry takes nothing. What is not over, or new to us, is open: what is left of the payment stays frozen until we know better. */
function phaseOf({ status, lines }: Pick<StripeDispute, 'status' | 'lines'>): DisputePhase {
  if (status === 'won' || status === 'prevented') return 'won'
  if (status === 'lost') return 'lost'
  if (status.startsWith('warning_')) return lines.length === 0 ? 'inquiry' : 'open'
  return 'open'
}

/** How a warning ended, or undefined while it lasts. Once there is a dispute, the dispute freezes; a full refund leaves nothing to freeze. */
export function endingOf(payment: StripePayment, { releasedBy }: { releasedBy: string | null }): string | undefined {
  if (payment.disputes.some((dispute) => phaseOf(dispute) !== 'inquiry')) return 'disputed'
  const refundedCents = payment.refunds
    .filter(({ status }) => status === 'succeeded' || status === 'pending')
    .reduce((total, { amountCents }) => total + amountCents, 0)
  if (payment.charge && refundedCents >= payment.charge.paidCents) return 'refunded'
  return releasedBy ? 'released' : undefined
}

export type CaseFacts = {
  kind: 'dispute' | 'fraud_warning'
  stripeId: string
  amountCents: number
  status: string
  reason: string
  phase: DisputePhase
  ending: string | null
  dueBy: Date | null
  openedAt: Date
  submissions: number
}

export function factsOfDispute(dispute: StripeDispute): CaseFacts {
  const { disputeId: stripeId, amountCents, status, reason, dueBy, createdAt: openedAt, submissions } = dispute
  return { kind: 'dispute', stripeId, amountCents, status, reason, phase: phaseOf(dispute), ending: null, dueBy, openedAt, submissions }
}

export function factsOfWarning(
  { warningId: stripeId, fraudType: reason, actionable, createdAt: openedAt }: StripeFraudWarning,
  { payment, releasedBy }: { payment: StripePayment; releasedBy: string | null },
): CaseFacts {
  const ending = endingOf(payment, { releasedBy }) ?? null
  const status = actionable ? 'actionable' : 'not_actionable'
  const phase = ending ? 'closed' : 'open'
  const amountCents = payment.charge?.paidCents ?? payment.amountCents
  return { kind: 'fraud_warning', stripeId, amountCents, status, reason, phase, ending, dueBy: null, openedAt, submissions: 0 }
}
