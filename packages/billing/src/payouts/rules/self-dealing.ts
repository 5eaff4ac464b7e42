// People of the organization paid it themselves: the way a stolen card would become a payout.
import { formatBalance } from '@farebox/money'
import { z } from 'zod'
import { percent, type Rule, shareBps } from './rule.ts'

const parameters = z.object({ shareBps: z.int().min(0).max(10_000) })

export const selfDealing: Rule = {
  says: 'More than a share of the earnings was paid by members of the organization, or of one with the same bank account or mail address.',
  look: (facts, given) => {
    const { shareBps: most } = parameters.parse(given)
    const share = shareBps(facts.insidersMicrocents, facts.earnedMicrocents)
    if (share <= most) return undefined
    return {
      explanation: `${percent(share)} of these earnings (${formatBalance(facts.insidersMicrocents)}) were paid by people who belong to the organization; at most ${percent(most)} pass without a look.`,
      facts: { shareBps: share, mostBps: most, insidersMicrocents: String(facts.insidersMicrocents) },
    }
  },
}
