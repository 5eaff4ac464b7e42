// What every review rule looks like: facts and parameters in, a sentence out where a person should look. No rule reads anything itself.
import type { Prisma } from '@farebox/db'
import type { Microcents } from '@farebox/money'

export type PayoutPayer = {
  walletId: string
  /** A member of this organization, or of one that is paid to the same bank account or mail address; or who pays with a card of theirs. */
  isInsider: boolean
  earnedMicrocents: Microcents
}

/** Everything the rules look at, of the earnings since the payout before. */
export type PayoutFacts = {
  amountMicrocents: Microcents
  earnedMicrocents: Microcents
  /** Of all payers, not only those listed. */
  insidersMicrocents: Microcents
  /** Of them: who paid with a card that the organization or its people pay with too. */
  sameCardMicrocents: Microcents
  payersCount: number
  /** Those who paid most first, at most five. */
  payers: PayoutPayer[]
  /** Amounts of the organization's payouts that left before, newest first. */
  earlier: Microcents[]
  bankChangedAt: Date | null
  /** Payments of these payers, and how many of them were disputed and not won. */
  payments: number
  disputedPayments: number
  /** The highest markup a call was charged. */
  markupBps: number
  /** What of it was charged for services of the developer's own. */
  serviceMicrocents: Microcents
  /** The organization has sold such services long enough without a complaint. */
  isServiceTrusted: boolean
  now: Date
}

export type RuleAnswer = {
  /** One sentence with the numbers in it. */
  explanation: string
  facts: Prisma.InputJsonObject
}

/** Undefined: nothing to look at. Throws where the parameters are not what the rule reads. */
export type Rule = {
  /** For the operator who turns it on or off. */
  says: string
  look: (facts: PayoutFacts, parameters: unknown) => RuleAnswer | undefined
}

const WHOLE_BPS = 10_000n

/** A share in basis points, rounded down. Of nothing it is nothing. */
export function shareBps(part: Microcents, whole: Microcents): number {
  return whole === 0n ? 0 : Number((part * WHOLE_BPS) / whole)
}

/** `1234` → `12.34 %` */
export function percent(bps: number): string {
  const whole = Math.floor(bps / 100)
  const rest = bps % 100
  return rest === 0 ? `${whole} %` : `${whole}.${String(rest).padStart(2, '0')} %`
}
