// States of a refund as operators read them, and who asked for it.
import { type Status, StatusBadge } from '@farebox/ui'

const states = {
  requested: { status: 'pending', word: 'Asked for' },
  sending: { status: 'processing', word: 'Sending' },
  unknown: { status: 'failed', word: 'Unknown at Stripe' },
  pending: { status: 'processing', word: 'On its way' },
  succeeded: { status: 'refunded', word: 'Refunded' },
  failed: { status: 'failed', word: 'Failed' },
} satisfies Record<string, { status: Status; word: string }>

export function RefundBadge({ status }: { status: keyof typeof states }) {
  return <StatusBadge status={states[status].status}>{states[status].word}</StatusBadge>
}

export const originWords = { buyer: 'The buyer', operator: 'An operator', stripe: 'At Stripe' }
