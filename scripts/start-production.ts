// `pnpm start:production`: the five processes of Farebox on one machine, with real credentials and built web apps.
// Nothing is made up here: no database, no secrets, no stand-ins. On several machines, start each process by itself.
import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import path from 'node:path'
import { loadEnvFile } from 'node:process'
import { connectDatabase } from '@farebox/db'
import { assertDoors } from '@farebox/ledger'
import { env as consoleSettings } from '../apps/console/src/env.ts'
import { env as dashboardSettings } from '../apps/dashboard/src/env.ts'
import { readGatewaySettings } from '../apps/gateway/src/env.ts'
import { env as walletSettings } from '../apps/wallet/src/env.ts'
import { readEnv as workerSettings } from '../apps/worker/src/env.ts'
import { hasRealClock } from './database/real-clock.ts'
import { settingsThatForget } from './database/settings-that-forget.ts'
import { repositoryRoot } from './repository.ts'

type Part = { name: string; port: string; directory: string; parameters: string[]; ownSecret?: string }

const sessionSecrets = ['DASHBOARD_SESSION_SECRET', 'WALLET_SESSION_SECRET', 'CONSOLE_SESSION_SECRET']
const next = 'node_modules/next/dist/bin/next'
const parts: Part[] = [
  { name: 'gateway', port: '3003', directory: '.', parameters: ['apps/gateway/src/server.ts'] },
  { name: 'worker', port: '3008', directory: '.', parameters: ['apps/worker/src/main.ts'] },
  { name: 'dashboard', port: '3000', directory: 'apps/dashboard', parameters: [next, 'start'], ownSecret: 'DASHBOARD_SESSION_SECRET' },
  { name: 'wallet', port: '3001', directory: 'apps/wallet', parameters: [next, 'start'], ownSecret: 'WALLET_SESSION_SECRET' },
  { name: 'console', port: '3002', directory: 'apps/console', parameters: [next, 'start'], ownSecret: 'CONSOLE_SESSION_SECRET' },
]

const ownSettings = path.join(repositoryRoot, '.env')
if (existsSync(ownSettings)) loadEnvFile(ownSettings)
process.env.FAREBOX_ENV = 'production'
const environment = { ...process.env }

const wrong = wrongSettings([dashboardSettings, readGatewaySettings, walletSettings, consoleSettings, workerSettings])
if (wrong.length > 0) {
  console.error(`Farebox cannot start. Set these variables (see .env.example):\n${wrong.join('\n')}`)
  process.exit(1)
}

const database = connectDatabase(environment.DATABASE_URL ?? '', { connectionsMax: 1 })
await assertDoors(database).catch((failure: Error) => {
  console.error(`Farebox cannot start. ${failure.message}`)
  process.exit(1)
})
await database.$disconnect()

if (!(await hasRealClock(environment.DATABASE_URL ?? ''))) {
  console.error(
    'Farebox cannot start: this database was prepared for development, where time can be moved. Run `pnpm db:migrate` on it first.',
  )
  process.exit(1)
}

const forgetful = await settingsThatForget(environment.DATABASE_URL ?? '')
if (forgetful.length > 0) {
  console.error(
    `Farebox cannot start: with ${forgetful.join(' and ')} off, this database may forget money it has acknowledged. Switch it on.`,
  )
  process.exit(1)
}

const children = parts.map(start)
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, stopAll)
process.exitCode = await firstEnding()
stopAll()

/** Each process would say what it misses; together they say it once. */
function wrongSettings(readers: (() => unknown)[]): string[] {
  const sentences = readers.flatMap((read) => {
    try {
      read()
      return []
    } catch (failure) {
      const lines = failure instanceof Error ? failure.message.split('\n') : [String(failure)]
      const listed = lines.filter((line) => line.startsWith('  - '))
      return listed.length > 0 ? listed : lines
    }
  })
  return [...new Set(sentences)]
}

function start({ name, port, directory, parameters, ownSecret }: Part): ChildProcess {
  const chosenPort = environment[`${name.toUpperCase()}_PORT`] ?? port
  // A session made by one app must mean nothing to another, so none is told another's secret.
  const others = sessionSecrets.filter((secret) => secret !== ownSecret).map((secret) => [secret, undefined])
  const own = { ...environment, PORT: chosenPort, ...Object.fromEntries(others) }
  return spawn(process.execPath, parameters, { cwd: path.join(repositoryRoot, directory), env: own, stdio: 'inherit' })
}

/** Whoever ends first ends all: half a Farebox must not look like a whole one. */
function firstEnding(): Promise<number> {
  return Promise.race(children.map((child) => new Promise<number>((resolve) => child.once('exit', (code) => resolve(code ?? 0)))))
}

function stopAll(): void {
  for (const child of children) child.kill('SIGTERM')
}
