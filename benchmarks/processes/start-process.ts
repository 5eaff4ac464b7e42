// A server under measurement, in a process of its own, so that its CPU time is its own.
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { freePort } from '@farebox/db/postgres'

export type Measured = { name: string; url: string; pid: number; stop: () => Promise<void> }

const READY_MS = 30_000

/** Runs a Node program; `environment` is told its port. It is ready when it answers anything at all. */
export async function startProcess(
  name: string,
  parameters: (port: number) => string[],
  environment: (port: number) => Record<string, string>,
): Promise<Measured> {
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  const child = spawn(process.execPath, parameters(port), {
    cwd: path.resolve(import.meta.dirname, '..', '..'),
    env: { PATH: process.env.PATH, NODE_ENV: 'production', ...environment(port) },
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  for (const giveUpAt = Date.now() + READY_MS; !(await answers(url)); await wait(50)) {
    if (!hasEnded(child) && Date.now() < giveUpAt) continue
    child.kill('SIGKILL')
    throw new Error(`${name} did not start.`)
  }
  return { name, url, pid: child.pid ?? 0, stop: () => stop(child) }
}

/** The upstream says itself where it listens. */
export async function startUpstream(): Promise<Measured> {
  const child = spawn(process.execPath, [path.join(import.meta.dirname, 'fixed-answers.ts')], { stdio: ['ignore', 'pipe', 'inherit'] })
  const [line] = await once(child.stdout, 'data')
  return { name: 'direct', url: String(line).trim(), pid: child.pid ?? 0, stop: () => stop(child) }
}

const hasEnded = ({ exitCode, signalCode }: ChildProcess) => exitCode !== null || signalCode !== null

async function stop(child: ChildProcess): Promise<void> {
  if (hasEnded(child)) return
  const ended = once(child, 'exit')
  child.kill('SIGTERM')
  const tooLate = setTimeout(() => child.kill('SIGKILL'), 5_000)
  await ended
  clearTimeout(tooLate)
}

const answers = (url: string) =>
  fetch(url).then(
    async (reply) => {
      await reply.arrayBuffer()
      return true
    },
    () => false,
  )
