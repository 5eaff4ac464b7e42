// What a call costs when a million charges are stored, against ten thousand: two databases on one durable server, in turns.
//
//   node benchmarks/charges-stored.ts [seconds per measurement, 3] [rounds, 3] [charges, 1000000]
import { connectDatabase } from '@farebox/db'
import { Holds } from '@farebox/ledger/holds'
import { assertReconciled } from '@farebox/ledger/reconcile'
import type pg from 'pg'
import { type ManyWallets, makeManyWallets } from './database/many-wallets.ts'
import { storePastCalls } from './database/past-calls.ts'
import { rowsPresent, startBenchmarkDatabase } from './database/start-database.ts'
import { atMost, median, printCircumstances, printRatios } from './figures.ts'
import { measurePairs } from './load/pairs.ts'
import { cpuSecondsOfFamily } from './processes/cpu-seconds.ts'

const FEW = 10_000
const CALLERS = 64

type Store = { name: string; url: string; owner: pg.Client; world: ManyWallets }

const [seconds = 3, rounds = 3, manyCharges = 1_000_000] = process.argv.slice(2).map((word) => Number.parseInt(word, 10))
const server = await startBenchmarkDatabase()
try {
  printCircumstances(server.facts)
  const few = await fill('few', FEW)
  const large = await fill('many', manyCharges)
  const turns: { few: Cost; many: Cost }[] = []
  for (let round = 1; round <= rounds; round++) {
    const before = await measureCost(few)
    const many = await measureCost(large)
    const after = await measureCost(few)
    turns.push({ few: between(before, after), many })
    console.log(JSON.stringify(turns.at(-1)))
  }
  const ratio = (of: keyof Cost) => median(turns.map((turn) => turn.many[of] / turn.few[of]))
  printRatios([
    atMost(`PostgreSQL’s CPU for a call with ${manyCharges} charges stored ÷ with ${FEW}`, ratio('cpuMicroseconds'), 1.15),
    atMost('the same, time between two calls', ratio('microsecondsBetweenCalls'), 1.15),
  ])
  for (const { name, url } of [few, large]) {
    const database = connectDatabase(url)
    await assertReconciled(database).finally(() => database.$disconnect())
    console.log(`The books of "${name}" reconcile.`)
  }
} finally {
  await server.stop()
}

async function fill(name: string, charges: number): Promise<Store> {
  const { url, owner } = await server.another(`farebox_${name}`)
  const world = await makeManyWallets(owner)
  await storePastCalls(owner, world, charges)
  console.log(`${name}:`, await rowsPresent(owner))
  return { name, url, owner, world }
}

type Cost = { cpuMicroseconds: number; microsecondsBetweenCalls: number }

function between(one: Cost, other: Cost): Cost {
  return {
    cpuMicroseconds: (one.cpuMicroseconds + other.cpuMicroseconds) / 2,
    microsecondsBetweenCalls: (one.microsecondsBetweenCalls + other.microsecondsBetweenCalls) / 2,
  }
}

async function measureCost({ url, world }: Store): Promise<Cost> {
  const holds = new Holds(url)
  try {
    await measurePairs({ holds, world, wallets: world.wallets, callers: CALLERS, seconds: 1 })
    const before = cpuSecondsOfFamily(server.pid)
    const { pairs, pairsPerSecond } = await measurePairs({ holds, world, wallets: world.wallets, callers: CALLERS, seconds })
    const spentSeconds = cpuSecondsOfFamily(server.pid) - before
    return { cpuMicroseconds: Math.round((spentSeconds * 1e6) / pairs), microsecondsBetweenCalls: Math.round(1e6 / pairsPerSecond) }
  } finally {
    await holds.end()
  }
}
