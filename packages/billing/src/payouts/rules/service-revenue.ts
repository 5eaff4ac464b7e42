// The developer set the price of what was sold: no markup cap bounds it, so a person looks until there is a clean history.
import { formatBalance } from '@farebox/money'
import type { Rule } from './rule.ts'

export const serviceRevenue: Rule = {
  says: 'Services of the developer’s own were paid for, and the organization has no clean history of them yet.',
  look: ({ serviceMicrocents, isServiceTrusted }) =>
    serviceMicrocents === 0n || isServiceTrusted
      ? undefined
      : {
          explanation: `${formatBalance(serviceMicrocents)} of these earnings were charged for the developer’s own services, which have no clean history yet.`,
          facts: { serviceMicrocents: String(serviceMicrocents) },
        },
}
