// A payout's state in the words a developer needs.
import type { DeveloperRouter } from '@farebox/billing/routers'
import { type Status, StatusBadge } from '@farebox/ui'
import type { inferRouterOutputs } from '@trpc/server'

type PayoutState = inferRouterOutputs<DeveloperRouter>['payouts']['list']['rows'][number]['status']

const badges: Record<PayoutState, { status: Status; word: string }> = {
  created: { status: 'processing', word: 'Being made' },
  in_review: { status: 'pending', word: 'In review' },
  approved: { status: 'processing', word: 'Approved' },
  sending: { status: 'processing', word: 'Being sent' },
  sent: { status: 'processing', word: 'On its way' },
  paid: { status: 'paid', word: 'Paid' },
  held: { status: 'held', word: 'Held' },
  rejected: { status: 'refused', word: 'Rejected' },
  failed: { status: 'failed', word: 'Failed' },
  returned: { status: 'refunded', word: 'Returned' },
  unknown: { status: 'processing', word: 'Being checked' },
}

export function PayoutStatus({ status }: { status: PayoutState }) {
  return <StatusBadge status={badges[status].status}>{badges[status].word}</StatusBadge>
}
