// What is in store for a payout: how it is decided, what happens as it is sent, and what happens afterwards. Dealt from shuffled decks,
// so that with few payouts, too, everything happens.
import { shuffled } from './chance.ts'

/** Of those that wait for people. */
const decisions = [
  ...(['approve', 'approve', 'approve', 'approve', 'approve'] as const),
  'approve and reject at once',
  'one operator twice',
  'double click',
  'two approve at once',
  'reject',
  'hold, then release',
  'changed since the dry run',
] as const

const sendings = [
  ...(['plain', 'plain', 'plain', 'plain', 'plain', 'plain'] as const),
  ...(['before', 'after', 'hang', 'hang-before', 'drop', 'drop-before', 'rate-limit', 'in-use', 'poison'] as const),
  ...(['drop', 'after', 'poison'] as const),
  'balance insufficient',
  'account restricted',
  'account restricted at the last moment',
  'bank swapped',
  'bank swapped at the last moment',
  'earnings on hold',
  'killed before Stripe',
  'killed after Stripe',
  'three senders at once',
  'resolved before the answer',
  'resolved before the call',
  'account cannot be read',
  'look fails',
] as const

const afterwards = [
  ...(['nothing', 'nothing', 'nothing', 'nothing', 'nothing', 'nothing', 'nothing'] as const),
  'reversed in part',
  'reversed in parts',
  'reversed whole',
  'reversed during a hold',
  'bank refuses',
  'bank refuses after paid',
  'paid out by hand',
] as const

export type DecisionFate = (typeof decisions)[number]
export type SendingFate = (typeof sendings)[number]
export type AfterFate = (typeof afterwards)[number]
export type Fate = { decision: DecisionFate; sending: SendingFate; after: AfterFate }

/** Of a developer's payouts by their number, so that it does not matter in which order anything finishes. */
export type Fates = (developer: number, payout: number) => Fate

export function dealFates(seed: number): Fates {
  const decks = {
    decision: shuffled(seed, 'decision', decisions),
    sending: shuffled(seed, 'sending', sendings),
    after: shuffled(seed, 'after', afterwards),
  }
  const deal = <Card>(deck: readonly Card[], place: number): Card => deck[place % deck.length] as Card
  return (developer, payout) => ({
    // Strides without a common divisor with the deck: everybody meets every card in time.
    decision: deal(decks.decision, developer + payout * 5),
    sending: deal(decks.sending, developer + payout * 7),
    after: deal(decks.after, developer * 3 + payout),
  })
}
