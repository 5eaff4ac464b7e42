// `pnpm payouts:soak [--payouts 2000] [--seed N]`: thousands of payouts through everything that can go wrong, with a real database and
// the real Stripe client; then an independent model, made from the stand-in's own log, against the books. Exits 1 where they differ.
import { parseArgs } from 'node:util'
import { soakReport } from './payouts-soak/report.ts'
import { soakPayouts } from './payouts-soak/soak.ts'
import { anySeed, runSoak, wholeNumber } from './soak/run-soak.ts'

const { values } = parseArgs({
  options: { payouts: { type: 'string', default: '2000' }, seed: { type: 'string', default: anySeed() } },
})
const order = { payouts: wholeNumber('payouts', values.payouts), seed: wholeNumber('seed', values.seed) }
console.log(`${order.payouts} payouts, seed ${order.seed} (again: pnpm payouts:soak --payouts ${order.payouts} --seed ${order.seed})`)

await runSoak(async (place) => {
  const result = await soakPayouts({ ...place, ...order })
  return { disagreements: result.disagreements, report: (seconds) => soakReport(result, { ...order, seconds }) }
})
