// Too many of the payments behind these earnings were disputed.
import { z } from 'zod'
import { percent, type Rule } from './rule.ts'

const parameters = z.object({ rateBps: z.int().min(0).max(10_000), days: z.int().min(1).max(365) })

export const disputeRate: Rule = {
  says: 'More than a share of the payments behind the earnings was disputed.',
  look: ({ payments, disputedPayments }, given) => {
    const { rateBps: most } = parameters.parse(given)
    const rate = payments === 0 ? 0 : Math.floor((disputedPayments * 10_000) / payments)
    if (rate <= most) return undefined
    return {
      explanation: `${disputedPayments} of ${payments} payments behind these earnings were disputed (${percent(rate)}); up to ${percent(most)} pass.`,
      facts: { payments, disputedPayments, rateBps: rate, mostBps: most },
    }
  },
}
