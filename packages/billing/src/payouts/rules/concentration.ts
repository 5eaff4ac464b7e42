// One payer paid for most of it.
import { formatBalance } from '@farebox/money'
import { z } from 'zod'
import { percent, type Rule, shareBps } from './rule.ts'

const parameters = z.object({ shareBps: z.int().min(0).max(10_000) })

export const concentration: Rule = {
  says: 'One payer paid more than a share of the earnings.',
  look: (facts, given) => {
    const { shareBps: most } = parameters.parse(given)
    const [top] = facts.payers
    if (!top) return undefined
    const share = shareBps(top.earnedMicrocents, facts.earnedMicrocents)
    if (share <= most) return undefined
    return {
      explanation: `One of ${facts.payersCount} payers paid ${percent(share)} of these earnings (${formatBalance(top.earnedMicrocents)}); up to ${percent(most)} pass.`,
      facts: { walletId: top.walletId, shareBps: share, mostBps: most, payers: facts.payersCount },
    }
  },
}
