// Users who pay with the very card that the organization or its people pay with: a developer who is their own customer under another
// name. Known only after the payment, so the markup is earned and the payout waits.
import { formatBalance } from '@farebox/money'
import { z } from 'zod'
import { percent, type Rule, shareBps } from './rule.ts'

const parameters = z.object({ shareBps: z.int().min(0).max(10_000) })

export const sameCard: Rule = {
  says: 'More than a share of the earnings was paid with cards that the organization or its members pay with themselves.',
  look: ({ sameCardMicrocents, earnedMicrocents }, given) => {
    const { shareBps: most } = parameters.parse(given)
    const share = shareBps(sameCardMicrocents, earnedMicrocents)
    if (share <= most && (most > 0 || sameCardMicrocents === 0n)) return undefined
    return {
      explanation: `${percent(share)} of these earnings (${formatBalance(sameCardMicrocents)}) were paid with the same card as the organization or one of its members uses; up to ${percent(most)} pass.`,
      facts: { shareBps: share, mostBps: most, sameCardMicrocents: String(sameCardMicrocents) },
    }
  },
}
