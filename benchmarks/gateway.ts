// Metered calls through Farebox's gateway against the same calls, unmetered, through @portkey-ai/gateway, and against direct ones:
//
//   node benchmarks/gateway.ts [seconds per measurement, 4] [rounds, 3]
//
// Same upstream, same bodies, in turns, each server a process of its own. Needs Linux: CPU time is read from /proc.
import { randomBytes } from 'node:crypto'
import { connectDatabase } from '@farebox/db'
import { assertReconciled } from '@farebox/ledger/reconcile'
import { letWalletsCall } from './database/callers.ts'
import { makeManyWallets } from './database/many-wallets.ts'
import { type BenchmarkDatabase, rowsPresent, startBenchmarkDatabase } from './database/start-database.ts'
import { atLeast, atMost, median, printCircumstances, printRatios, quantile, type Ratio, rounded } from './figures.ts'
import { bodyBytes, callAtRate, callInTurn, type Kind, type Target } from './load/calls.ts'
import { cpuSeconds, cpuSecondsOfFamily } from './processes/cpu-seconds.ts'
import { type Measured, startProcess, startUpstream } from './processes/start-process.ts'

const USERS = 200
const CALLERS: Record<Kind, number> = { whole: 64, stream: 16 }
/** Each gateway has met every user, and its code is compiled, before anything is measured. */
const WARM_UP: Record<Kind, number> = { whole: 4_000, stream: 1_000 }
const RATE_PER_SECOND = 200
const portkeyProgram = 'benchmarks/node_modules/@portkey-ai/gateway/build/start-server.js'

const [seconds = 4, rounds = 3] = process.argv.slice(2).map((word) => Number.parseInt(word, 10))
const stops: (() => Promise<void>)[] = []
try {
  const server = await startBenchmarkDatabase()
  stops.push(server.stop)
  printCircumstances({
    ...server.facts,
    '@portkey-ai/gateway': '1.15.2 (@hono/node-server 1.13.5, hono 4.9.7)',
    body: `${bodyBytes} bytes`,
  })
  const { upstream, farebox, portkey, targets } = await startServers(server)
  await warmUp(targets)
  console.log('before:', await rowsPresent(server.owner))

  const efficiency: Efficiency[] = []
  const added: Added[] = []
  for (let round = 1; round <= rounds; round++) {
    for (const kind of ['whole', 'stream'] as const) efficiency.push(await measureEfficiency(kind, server, { farebox, portkey }, targets))
    added.push(await measureAddedLatency(targets))
  }
  printRatios([...ratiosOf(efficiency), ...ratiosOfAdded(added)])
  await upstream.stop()
  await proveTheBooks(server)
} finally {
  for (const stop of stops.reverse()) await stop()
}

type Targets = Record<'farebox' | 'portkey' | 'direct', Target>

async function startServers(server: BenchmarkDatabase) {
  const upstream = await startUpstream()
  stops.push(upstream.stop)
  const { wallets } = await makeManyWallets(server.owner, { walletsCount: USERS, appsCount: 1 })
  const secret = await letWalletsCall(server.owner, wallets)
  const farebox = await startProcess(
    'Farebox',
    () => ['apps/gateway/src/server.ts'],
    (port) => fareboxEnvironment(port, server.url, upstream.url),
  )
  stops.push(farebox.stop)
  const portkey = await startProcess(
    'Portkey',
    (port) => [portkeyProgram, '--headless', `--port=${port}`],
    () => ({}),
  )
  stops.push(portkey.stop)
  const json = { 'content-type': 'application/json' }
  const usual = () => '/v1/chat/completions'
  const targets: Targets = {
    farebox: {
      ...farebox,
      pathOf: (call) => `/v1/users/user_${call % USERS}/chat/completions`,
      headers: { ...json, authorization: `Bearer ${secret}` },
    },
    portkey: {
      ...portkey,
      pathOf: usual,
      headers: {
        ...json,
        authorization: 'Bearer sk-upstream',
        'x-portkey-provider': 'openai',
        'x-portkey-custom-host': `${upstream.url}/v1`,
      },
    },
    direct: { ...upstream, pathOf: usual, headers: { ...json, authorization: 'Bearer sk-upstream' } },
  }
  return { upstream, farebox, portkey, targets }
}

function fareboxEnvironment(port: number, databaseUrl: string, upstreamUrl: string): Record<string, string> {
  return {
    FAREBOX_ENV: 'production',
    PORT: String(port),
    METRICS_PORT: '0',
    DATABASE_URL: databaseUrl,
    GATEWAY_URL: `http://127.0.0.1:${port}`,
    DASHBOARD_URL: 'http://127.0.0.1:1',
    WALLET_URL: 'http://127.0.0.1:1',
    ENCRYPTION_KEY: randomBytes(32).toString('base64'),
    OPENAI_BASE_URL: `${upstreamUrl}/v1`,
    OPENAI_API_KEY: 'sk-upstream',
  }
}

async function warmUp({ farebox, portkey, direct }: Targets): Promise<void> {
  for (const target of [farebox, portkey, direct])
    for (const kind of ['whole', 'stream'] as const) await callInTurn(target, kind, { callers: CALLERS[kind], calls: WARM_UP[kind] })
}

type Efficiency = {
  kind: Kind
  perSecond: Record<'farebox' | 'portkey', number>
  perCpu: Record<'farebox' | 'portkey' | 'fareboxWithPostgres', number>
}

/** Calls per second of the gateway's own CPU time: wall time would say more about the machine's other guests. */
async function measureEfficiency(
  kind: Kind,
  { pid: postgres }: BenchmarkDatabase,
  gateways: Record<'farebox' | 'portkey', Measured>,
  targets: Targets,
): Promise<Efficiency> {
  const load = { callers: CALLERS[kind], seconds }
  const before = { farebox: cpuSeconds(gateways.farebox.pid), postgres: cpuSecondsOfFamily(postgres) }
  const ours = await callInTurn(targets.farebox, kind, load)
  const spent = { farebox: cpuSeconds(gateways.farebox.pid) - before.farebox, postgres: cpuSecondsOfFamily(postgres) - before.postgres }
  const portkeyBefore = cpuSeconds(gateways.portkey.pid)
  const theirs = await callInTurn(targets.portkey, kind, load)
  const portkeySpent = cpuSeconds(gateways.portkey.pid) - portkeyBefore
  const measured: Efficiency = {
    kind,
    perSecond: { farebox: Math.round(ours.calls / ours.seconds), portkey: Math.round(theirs.calls / theirs.seconds) },
    perCpu: {
      farebox: Math.round(ours.calls / spent.farebox),
      fareboxWithPostgres: Math.round(ours.calls / (spent.farebox + spent.postgres)),
      portkey: Math.round(theirs.calls / portkeySpent),
    },
  }
  console.log(JSON.stringify(measured))
  return measured
}

type Added = { oneInFlightP50Ms: number; portkeyP50Ms: number; atRateP99Ms: number }

async function measureAddedLatency({ farebox, portkey, direct }: Targets): Promise<Added> {
  const one = { callers: 1, seconds: seconds / 2 }
  const rate = { perSecond: RATE_PER_SECOND, seconds }
  const p50 = async (target: Target) => quantile((await callInTurn(target, 'whole', one)).latenciesMs, 0.5)
  const p99 = async (target: Target) => quantile((await callAtRate(target, 'whole', rate)).latenciesMs, 0.99)
  const directP50 = await p50(direct)
  const added = {
    oneInFlightP50Ms: (await p50(farebox)) - directP50,
    portkeyP50Ms: (await p50(portkey)) - directP50,
    atRateP99Ms: (await p99(farebox)) - (await p99(direct)),
  }
  console.log(
    JSON.stringify({
      directP50Ms: rounded(directP50),
      ...Object.fromEntries(Object.entries(added).map(([name, ms]) => [name, rounded(ms)])),
    }),
  )
  return added
}

function ratiosOf(efficiency: readonly Efficiency[]): Ratio[] {
  const ratio = (kind: Kind, ours: 'farebox' | 'fareboxWithPostgres') =>
    median(efficiency.filter((each) => each.kind === kind).map(({ perCpu }) => perCpu[ours] / perCpu.portkey))
  return [
    atLeast('metered calls ÷ Portkey’s unmetered, per gateway CPU-second', ratio('whole', 'farebox'), 8),
    atLeast('the same, with PostgreSQL’s CPU on our side', ratio('whole', 'fareboxWithPostgres'), 3),
    atLeast('metered 20-chunk streams ÷ Portkey’s unmetered, per gateway CPU-second', ratio('stream', 'farebox'), 5),
  ]
}

function ratiosOfAdded(added: readonly Added[]): Ratio[] {
  return [
    atMost('ms added to a direct call, one in flight, p50', median(added.map(({ oneInFlightP50Ms }) => oneInFlightP50Ms)), 2),
    atMost(`ms added to a direct call, ${RATE_PER_SECOND} a second, p99`, median(added.map(({ atRateP99Ms }) => atRateP99Ms)), 10),
  ]
}

async function proveTheBooks({ owner, url }: BenchmarkDatabase): Promise<void> {
  const database = connectDatabase(url)
  await assertReconciled(database).finally(() => database.$disconnect())
  console.log('\nThe books reconcile; after:', await rowsPresent(owner))
}
