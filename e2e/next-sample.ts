// The Next.js sample app, started as its README says, with the key of an app of the test's own.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { running } from './env.ts'

const root = path.resolve(import.meta.dirname, '..')
const START_MS = 60_000

export type NextSample = { url: string; stop: () => Promise<void> }

export async function startNextSample(apiKey: string): Promise<NextSample> {
  const port = await freePort()
  const program = spawn(process.execPath, ['node_modules/next/dist/bin/next', 'dev', '--port', String(port)], {
    cwd: path.join(root, 'examples/hosted-tokens-nextjs'),
    env: {
      ...{
        PATH: process.env.PATH,
        HOME: process.env.HOME,
        NEXT_TELEMETRY_DISABLED: '1',
        FAREBOX_URL: running.gateway,
        FAREBOX_API_KEY: apiKey,
      },
      NODE_OPTIONS: `--import=${path.join(root, 'scripts/start/localhost-names.mjs')}`,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let printed = ''
  for (const output of [program.stdout, program.stderr]) output.on('data', (text) => (printed += text))
  const ended = once(program, 'exit')
  const stop = async () => {
    program.kill('SIGTERM')
    await ended
  }
  const url = `http://localhost:${port}`
  for (const giveUpAt = Date.now() + START_MS; ; await wait(100)) {
    const reply = await fetch(url).catch(() => undefined)
    if (reply?.ok) return { url, stop }
    if (Date.now() < giveUpAt && program.exitCode === null) continue
    await stop()
    throw new Error(`The Next.js sample did not start (${reply?.status ?? 'no answer'}):\n${printed}`)
  }
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  return typeof address === 'object' && address ? address.port : 0
}
