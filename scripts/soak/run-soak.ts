// What every long soak does around its own story: a fresh database, the seed said before anything happens, and the exit code.
import { randomInt } from 'node:crypto'
import { startPostgres } from '@farebox/db/postgres'
import { migrateDatabase } from '../database/migrate.ts'
import { stopOnSignals, undoing } from '../start/stop-on-signals.ts'

export type SoakPlace = {
  /** An empty, migrated database, as the owner of its tables. */
  url: string
  /** Says a line, with the seconds since the start. */
  onProgress: (line: string) => void
}

/** What it found; and how it says so at its end, told how long it took. */
export type SoakEnd = { disagreements: readonly string[]; report: (seconds: number) => string }

/** The process exits with 1 where anything disagreed. */
export async function runSoak(live: (place: SoakPlace) => Promise<SoakEnd>): Promise<void> {
  const beganAt = Date.now()
  const seconds = () => Math.round((Date.now() - beganAt) / 1_000)
  const { onStop, stop } = undoing()
  stopOnSignals(stop)
  try {
    const postgres = await startPostgres({ durable: false, settings: { max_connections: 100, shared_buffers: '256MB' } })
    onStop(postgres.stop)
    const url = postgres.url('farebox_soak')
    await migrateDatabase(url, { clock: 'movable' })
    const { disagreements, report } = await live({ url, onProgress: (line) => console.log(`${seconds()} s  ${line}`) })
    console.log(report(seconds()))
    process.exitCode = disagreements.length === 0 ? 0 : 1
  } finally {
    await stop()
  }
}

/** For `--seed`, where nobody chose one. */
export const anySeed = () => String(randomInt(1_000_000_000))

export function wholeNumber(name: string, given: string): number {
  const amount = Number.parseInt(given, 10)
  if (Number.isSafeInteger(amount) && amount > 0) return amount
  console.error(`--${name} is a whole number, not ${given}.`)
  process.exit(2)
}
