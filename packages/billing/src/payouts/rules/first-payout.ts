// The organization was never paid before.
import type { Rule } from './rule.ts'

export const firstPayout: Rule = {
  says: 'It is the first payout of the organization.',
  look: ({ earlier }) =>
    earlier.length > 0 ? undefined : { explanation: 'Nothing was ever paid out to this organization before.', facts: {} },
}
