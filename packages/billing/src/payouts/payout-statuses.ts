// The states of a payout in groups, and what each means to the developer who waits for it.
import type { PayoutStatus } from '@farebox/db'

/** Money is set aside and has not left. At most one payout of an organization is in one of these. */
export const unfinishedStatuses = ['created', 'in_review', 'approved', 'sending', 'held', 'unknown'] as const satisfies PayoutStatus[]

/** May still be stopped: Stripe has not been asked. */
export const stoppableStatuses = ['created', 'in_review', 'approved', 'held'] as const satisfies PayoutStatus[]

/** The money left. */
export const leftStatuses = ['sent', 'paid', 'returned'] as const satisfies PayoutStatus[]

/** A person should look. */
export const waitingStatuses = ['created', 'in_review', 'held', 'unknown'] as const satisfies PayoutStatus[]

/** For the developer: what this state means, and what happens next. */
export const statusWords: Readonly<Record<PayoutStatus, string>> = {
  created: 'Set aside for you.',
  in_review: 'A person at Farebox looks at it before it is sent.',
  approved: 'Approved. It is sent to Stripe within minutes.',
  sending: 'On its way to your Stripe account.',
  sent: 'In your Stripe account. Stripe pays it to your bank.',
  paid: 'Paid to your bank account.',
  held: 'On hold. Nothing is lost: the money stays set aside for you.',
  rejected: 'Not sent. The money is in your available earnings again.',
  failed: 'Stripe refused it. The money is in your available earnings again.',
  returned: 'Your bank or Stripe sent it back.',
  unknown: 'Stripe has not confirmed it yet. We are asking; it is never sent twice.',
}
