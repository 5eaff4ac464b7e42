// `pnpm stripe:soak [--steps 10000] [--minutes 600] [--seed N]`: thousands of top-ups, refunds, disputes and payouts through everything
// that can go wrong; then a model made from the Stripe stand-in's own log, against the books. Exits 1 where they differ.
import { parseArgs } from 'node:util'
import { anySeed, runSoak, wholeNumber } from './soak/run-soak.ts'
import { soakReport } from './stripe-soak/report.ts'
import { soakStripe } from './stripe-soak/soak.ts'

const { values } = parseArgs({
  options: {
    steps: { type: 'string', default: '10000' },
    minutes: { type: 'string', default: '600' },
    seed: { type: 'string', default: anySeed() },
  },
})
const steps = wholeNumber('steps', values.steps)
const seed = wholeNumber('seed', values.seed)
const minutesMax = wholeNumber('minutes', values.minutes)
console.log(`${steps} steps, seed ${seed} (again: pnpm stripe:soak --steps ${steps} --seed ${seed})`)

await runSoak(async (place) => {
  const result = await soakStripe({ ...place, steps, seed, minutesMax })
  return { disagreements: result.disagreements, report: (seconds) => soakReport(result, { seed, seconds }) }
})
