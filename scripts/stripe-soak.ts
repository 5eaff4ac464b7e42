// `pnpm stripe:soak [--steps 10000] [--minutes 600] [--seed N]`: thousands of top-ups, refunds, disputes, warnings, automatic top-ups, calls and payouts
// through everything that can go wrong, with a real database and the real Stripe client; then an independent model, made from the
// stand-in's own log, against the books. Exits 1 where they differ.
import { randomInt } from 'node:crypto'
import { parseArgs } from 'node:util'
import { startPostgres } from '@farebox/db/postgres'
import { migrateDatabase } from './database/migrate.ts'
import { stopOnSignals, undoing } from './start/stop-on-signals.ts'
import { soakReport } from './stripe-soak/report.ts'
import { soakStripe } from './stripe-soak/soak.ts'

const { values } = parseArgs({
  options: {
    steps: { type: 'string', default: '10000' },
    minutes: { type: 'string', default: '600' },
    seed: { type: 'string', default: String(randomInt(1_000_000_000)) },
  },
})
const order = { steps: whole('steps', values.steps), seed: whole('seed', values.seed), minutesMax: whole('minutes', values.minutes) }
console.log(`${order.steps} steps, seed ${order.seed} (again: pnpm stripe:soak --steps ${order.steps} --seed ${order.seed})`)

const beganAt = Date.now()
const { onStop, stop } = undoing()
stopOnSignals(stop)
try {
  const postgres = await startPostgres({ durable: false, settings: { max_connections: 100, shared_buffers: '256MB' } })
  onStop(postgres.stop)
  const url = postgres.url('farebox_soak')
  await migrateDatabase(url, { clock: 'movable' })
  const onProgress = (line: string) => console.log(`${seconds()} s  ${line}`)
  const result = await soakStripe({ url, ...order, onProgress })
  console.log(soakReport(result, { ...order, seconds: seconds() }))
  process.exitCode = result.disagreements.length === 0 ? 0 : 1
} finally {
  await stop()
}

function seconds(): number {
  return Math.round((Date.now() - beganAt) / 1_000)
}

function whole(name: string, given: string): number {
  const amount = Number.parseInt(given, 10)
  if (Number.isSafeInteger(amount) && amount > 0) return amount
  console.error(`--${name} is a whole number, not ${given}.`)
  process.exit(2)
}
