// What becomes of one try to pay: Radar looks first, then the bank.
import type { Decline, TestCard } from '../checkout/test-cards.ts'
import { blockedByRadar } from '../checkout/test-cards.ts'
import type { StripeWorld } from '../stripe-world.ts'
import type { AwayMood } from './payment-methods.ts'

export type Try = {
  card: TestCard
  /** Nobody is there: a saved card is charged by a program. */
  isAway: boolean
  authentication?: 'approved' | 'failed' | undefined
  /** What this very card's bank was told to say to a payment while its owner is away. */
  mood?: AwayMood | undefined
}

/** `blocked` by Radar: the bank was never asked. */
export type BankAnswer =
  | { kind: 'pays' | 'processes' | 'authenticates' | 'authentication failed' }
  | { kind: 'declines'; decline: Decline; blocked: boolean }

export const ownerNeeded: Decline = {
  code: 'authentication_required',
  declineCode: 'authentication_required',
  message: 'Your card was declined. This transaction requires authentication.',
}

export function bankAnswer({ card, isAway, authentication, mood }: Try, { faults }: StripeWorld): BankAnswer {
  const isBlocked = card.risk === 'blocked' || (card.risk === 'highest' && faults.now.radar.highest === 'block')
  if (isBlocked) return { kind: 'declines', decline: blockedByRadar, blocked: true }
  if (isAway) return awayAnswer(card, mood)
  if (authentication === 'failed') return { kind: 'authentication failed' }
  const says = authentication === 'approved' ? card.authenticated : card.present
  if (typeof says === 'object') return { kind: 'declines', decline: says, blocked: false }
  return { kind: says }
}

function awayAnswer(card: TestCard, mood: AwayMood | undefined): BankAnswer {
  const says = mood === undefined ? card.away : moods[mood]
  if (says === 'authenticates') return { kind: 'declines', decline: ownerNeeded, blocked: false }
  if (typeof says === 'object') return { kind: 'declines', decline: says, blocked: false }
  return { kind: says }
}

const moods = {
  pays: 'pays',
  processes: 'processes',
  authenticates: 'authenticates',
  declines: { code: 'card_declined', declineCode: 'generic_decline', message: 'Your card was declined.' },
  'no-funds': { code: 'card_declined', declineCode: 'insufficient_funds', message: 'Your card has insufficient funds.' },
  expired: { code: 'expired_card', declineCode: 'expired_card', message: 'Your card has expired.' },
} as const satisfies Record<AwayMood, 'pays' | 'processes' | 'authenticates' | Decline>
