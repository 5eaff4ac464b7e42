// States of a payout as operators read them.
import { type Status, StatusBadge } from '@farebox/ui'

export const payoutStates = {
  created: { status: 'draft', word: 'Created' },
  in_review: { status: 'pending', word: 'In review' },
  approved: { status: 'available', word: 'Approved' },
  sending: { status: 'processing', word: 'Sending' },
  sent: { status: 'processing', word: 'Sent' },
  paid: { status: 'paid', word: 'Paid' },
  held: { status: 'held', word: 'Held' },
  rejected: { status: 'refused', word: 'Rejected' },
  failed: { status: 'failed', word: 'Failed' },
  returned: { status: 'refunded', word: 'Returned' },
  unknown: { status: 'failed', word: 'Unknown at Stripe' },
} satisfies Record<string, { status: Status; word: string }>

export type PayoutState = keyof typeof payoutStates

export function PayoutBadge({ status }: { status: PayoutState }) {
  return <StatusBadge status={payoutStates[status].status}>{payoutStates[status].word}</StatusBadge>
}

/** `self_dealing` → `self dealing`. */
export const ruleWords = (rule: string) => rule.replaceAll('_', ' ')
