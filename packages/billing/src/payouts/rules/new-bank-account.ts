// The money would go to a bank account that was another one a few days ago.
import { z } from 'zod'
import type { Rule } from './rule.ts'

const DAY_MS = 24 * 60 * 60 * 1_000
const parameters = z.object({ days: z.int().min(1).max(365) })

export const newBankAccount: Rule = {
  says: 'The bank account was changed within a number of days.',
  look: ({ bankChangedAt, now }, given) => {
    const { days } = parameters.parse(given)
    if (!bankChangedAt || now.getTime() - bankChangedAt.getTime() >= days * DAY_MS) return undefined
    const changedOn = bankChangedAt.toISOString().slice(0, 10)
    return {
      explanation: `The bank account was changed on ${changedOn}, less than ${days} days ago.`,
      facts: { bankChangedAt: bankChangedAt.toISOString(), days },
    }
  },
}
