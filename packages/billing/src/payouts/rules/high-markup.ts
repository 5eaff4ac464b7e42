// A high markup takes more out of a stolen card than a low one.
import { z } from 'zod'
import { percent, type Rule } from './rule.ts'

const parameters = z.object({ markupBps: z.int().min(0).max(100_000) })

export const highMarkup: Rule = {
  says: 'A call was charged a markup above a share of its base price.',
  look: ({ markupBps }, given) => {
    const { markupBps: most } = parameters.parse(given)
    if (markupBps <= most) return undefined
    return {
      explanation: `Calls were charged a markup of up to ${percent(markupBps)}; up to ${percent(most)} pass.`,
      facts: { markupBps, mostBps: most },
    }
  },
}
