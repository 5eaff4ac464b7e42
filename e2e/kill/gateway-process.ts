// The gateway as it runs in production: a process of its own, that can be killed.
import { type ChildProcess, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { freePort } from '@farebox/db/postgres'

export type GatewayProcess = {
  url: string
  /** As the kernel kills what takes too much memory: nothing is finished, nothing is said. */
  kill: () => Promise<void>
  /** Asks it to stop, and waits. */
  stop: () => Promise<void>
}

const repositoryRoot = path.resolve(import.meta.dirname, '..', '..')
const READY_MS = 20_000

export async function startGatewayProcess({ databaseUrl, modelsUrl }: { databaseUrl: string; modelsUrl: string }): Promise<GatewayProcess> {
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  const settings = {
    PATH: process.env.PATH,
    FAREBOX_ENV: 'test',
    HOST: '127.0.0.1',
    PORT: String(port),
    METRICS_PORT: '0',
    DATABASE_URL: databaseUrl,
    GATEWAY_URL: url,
    DASHBOARD_URL: 'http://dashboard.localhost',
    WALLET_URL: 'http://wallet.localhost',
    ENCRYPTION_KEY: randomBytes(32).toString('base64'),
    MODELS_STAND_IN_URL: modelsUrl,
  }
  const gateway = spawn(process.execPath, ['apps/gateway/src/server.ts'], {
    cwd: repositoryRoot,
    env: settings,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const ended = once(gateway, 'exit')
  let said = ''
  for (const output of [gateway.stdout, gateway.stderr])
    output.setEncoding('utf8').on('data', (text: string) => {
      said = (said + text).slice(-4_000)
    })
  const end = async (signal: NodeJS.Signals) => {
    if (isRunning(gateway)) gateway.kill(signal)
    await ended
  }
  for (const giveUpAt = Date.now() + READY_MS; !(await answers(url)); await wait(50)) {
    if (isRunning(gateway) && Date.now() < giveUpAt) continue
    await end('SIGKILL')
    throw new Error(`The gateway did not start:\n${said}`)
  }
  return { url, kill: () => end('SIGKILL'), stop: () => end('SIGTERM') }
}

const isRunning = (process: ChildProcess) => process.exitCode === null && process.signalCode === null

const answers = (url: string) =>
  fetch(`${url}/healthz`).then(
    ({ ok }) => ok,
    () => false,
  )
