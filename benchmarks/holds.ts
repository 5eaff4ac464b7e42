// Holds and settlements against pgbench's TPC-B, on one durable server, in turns:
//
//   node benchmarks/holds.ts [seconds per measurement, 5] [rounds, 3]
//
// The full path: a grant and two top-ups, a connection's limit, markup, transfer pairs and a charge for each pair.
import { connectDatabase } from '@farebox/db'
import { Holds } from '@farebox/ledger/holds'
import { assertReconciled } from '@farebox/ledger/reconcile'
import { type BenchmarkWallet, type ManyWallets, makeManyWallets } from './database/many-wallets.ts'
import { type Pgbench, preparePgbench } from './database/pgbench.ts'
import { rowsPresent, startBenchmarkDatabase } from './database/start-database.ts'
import { atLeast, median, printCircumstances, printRatios, type Ratio } from './figures.ts'
import { measurePairs } from './load/pairs.ts'
import { cpuSecondsOfFamily } from './processes/cpu-seconds.ts'

const WALLETS = 10_000

const [seconds = 5, rounds = 3] = process.argv.slice(2).map((word) => Number.parseInt(word, 10))
const server = await startBenchmarkDatabase()
try {
  printCircumstances(server.facts)
  const world = await makeManyWallets(server.owner, { walletsCount: WALLETS })
  const pgbench = await preparePgbench(server.serverUrl)
  const turns: Turn[] = []
  for (let round = 1; round <= rounds; round++) turns.push(await measureTurn(world, pgbench))
  printMedians(turns)
  printRatios(ratiosOf(turns))
  await proveTheBooks()
} finally {
  await server.stop()
}

/** Transactions or pairs a second, by what was measured. */
type Turn = Record<string, number>

/** pgbench before and after our own figures: the machine is shared, and may have been another one at the start. */
async function measureTurn(world: ManyWallets, pgbench: Pgbench): Promise<Turn> {
  const turn: Turn = {}
  const before = await perCpuSecond(() => pgbench.measure(seconds, 'simple'))
  turn['pgbench, prepared'] = await pgbench.measure(seconds, 'prepared')
  const present = await rowsPresent(server.owner)
  const pairs = (callers: number, wallets: readonly BenchmarkWallet[] = world.wallets) => pairsPerSecond(world, wallets, callers)
  turn['1 in flight'] = (await pairs(1)).perSecond
  turn['64 in flight'] = (await pairs(64)).perSecond
  const crowd = await pairs(256)
  turn['256 in flight'] = crowd.perSecond
  turn['64 on one wallet'] = (await pairs(64, world.wallets.slice(0, 1))).perSecond
  turn['64 in flight, again'] = (await pairs(64)).perSecond
  const after = await perCpuSecond(() => pgbench.measure(seconds, 'simple'))
  turn.pgbench = Math.round((before.perSecond + after.perSecond) / 2)
  turn['256 in flight, per CPU-second'] = crowd.perCpuSecond
  turn['pgbench, per CPU-second'] = Math.round((before.perCpuSecond + after.perCpuSecond) / 2)
  const figures = Object.entries(turn).map(([what, value]) => `${what} ${value}`)
  console.log(`${figures.join(' · ')} · before: ${present.holds} holds, ${present.charges} charges`)
  return turn
}

type Speed = { perSecond: number; perCpuSecond: number }

/**
 * PostgreSQL's own CPU time is what a crowded machine distorts least: there, pgbench's 16 busy connections are given eight times
 * the share of our two. Needs Linux; elsewhere these figures are not numbers.
 */
async function perCpuSecond(measure: () => Promise<number>): Promise<Speed> {
  const before = cpuSecondsOfFamily(server.pid)
  const perSecond = await measure()
  const spent = cpuSecondsOfFamily(server.pid) - before
  return { perSecond, perCpuSecond: spent > 0 ? Math.round((perSecond * seconds) / spent) : Number.NaN }
}

async function pairsPerSecond(world: ManyWallets, wallets: readonly BenchmarkWallet[], callers: number): Promise<Speed> {
  const holds = new Holds(server.url)
  try {
    await measurePairs({ holds, world, wallets, callers, seconds: 0.5 })
    return await perCpuSecond(async () => (await measurePairs({ holds, world, wallets, callers, seconds })).pairsPerSecond)
  } finally {
    await holds.end()
  }
}

function printMedians(turns: Turn[]): void {
  console.log(`\nMedians of ${turns.length} rounds of ${seconds} s, per second:`)
  for (const what of Object.keys(turns[0] ?? {}))
    console.log(`  ${what.padEnd(30)} ${median(turns.map((turn) => turn[what] ?? Number.NaN))}`)
}

function ratiosOf(turns: Turn[]): Ratio[] {
  const ratio = (above: string, below: string) => median(turns.map((turn) => (turn[above] ?? Number.NaN) / (turn[below] ?? Number.NaN)))
  const oneWallet = median(
    turns.map((turn) => (2 * (turn['64 on one wallet'] ?? 0)) / ((turn['64 in flight'] ?? 0) + (turn['64 in flight, again'] ?? 0))),
  )
  return [
    atLeast('hold + settle at 256 in flight ÷ pgbench TPC-B (its default, simple protocol)', ratio('256 in flight', 'pgbench'), 1.5),
    atLeast('hold + settle at 256 in flight ÷ pgbench TPC-B with prepared statements', ratio('256 in flight', 'pgbench, prepared'), 1.5),
    atLeast(
      'the same ÷ pgbench’s default, per CPU-second of PostgreSQL',
      ratio('256 in flight, per CPU-second', 'pgbench, per CPU-second'),
      1.5,
    ),
    atLeast('64 callers on one wallet ÷ 64 callers on many', oneWallet, 0.8),
  ]
}

/** No hold was refused and no settlement lost (the load throws at the first), and every invariant holds: no lot is below zero. */
async function proveTheBooks(): Promise<void> {
  const { charges } = await rowsPresent(server.owner)
  const database = connectDatabase(server.url)
  await assertReconciled(database).finally(() => database.$disconnect())
  console.log(`\nThe books reconcile: ${charges} charges, 0 errors, 0 overdrafts.`)
}
