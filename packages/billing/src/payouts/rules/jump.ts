// Far more than the organization is usually paid.
import { formatBalance, sum } from '@farebox/money'
import { z } from 'zod'
import type { Rule } from './rule.ts'

const parameters = z.object({ times: z.int().min(1).max(1_000), payouts: z.int().min(1).max(50) })

export const jump: Rule = {
  says: 'The payout is more than a number of times the mean of the payouts before.',
  look: (facts, given) => {
    const { times, payouts } = parameters.parse(given)
    const measured = facts.earlier.slice(0, payouts)
    if (measured.length === 0) return undefined
    const total = sum(measured)
    // amount > times × total ÷ count, without dividing money.
    if (facts.amountMicrocents * BigInt(measured.length) <= BigInt(times) * total) return undefined
    return {
      explanation: `${formatBalance(facts.amountMicrocents)} is more than ${times} times the mean of the last ${measured.length} payouts (${formatBalance(total)} together).`,
      facts: { times, measured: measured.map(String), amountMicrocents: String(facts.amountMicrocents) },
    }
  },
}
