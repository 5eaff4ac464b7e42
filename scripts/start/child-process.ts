// One process of Farebox, from its start to its end: its log, its health, and what to say when it dies.
import { type ChildProcess, spawn } from 'node:child_process'
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, renameSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { type ProcessList, signalGroup } from './process-list.ts'
import type { Environment } from './settings.ts'

export type Program = {
  name: string
  program: string
  parameters: string[]
  directory: string
  environment: Environment
  /** Answers below 400 once the process can do its work. */
  healthUrl: string
}

export type Ending = { code: number | null; signal: NodeJS.Signals | null }

export type RunningChild = {
  name: string
  pid: number
  ended: Promise<Ending>
  /** The end of its log, for a person who wants to know why it died. */
  lastWords: () => string
  stop: () => Promise<void>
}

const healthTimeoutMs = 90_000
/** The gateway finishes the streams under way before it goes. */
const stopTimeoutMs = 30_000

export function startChild(program: Program, logFolder: string, list: ProcessList): RunningChild {
  const logFile = path.join(logFolder, `${program.name}.log`)
  const child = spawnLogged(program, logFile)
  const { pid } = child
  if (pid === undefined) throw new Error(`${program.name} did not start: ${program.program} could not be run.`)
  list.add(program.name, pid)

  let ending: Ending | undefined
  const ended = new Promise<Ending>((resolve) => {
    child.once('exit', (code, signal) => {
      ending = { code, signal }
      list.remove(program.name)
      resolve(ending)
    })
  })
  const stop = async () => {
    if (ending) return
    signalGroup(pid, 'SIGTERM')
    await Promise.race([ended, wait(stopTimeoutMs, undefined, { ref: false })])
    signalGroup(pid, 'SIGKILL') // whoever of its group is left
    await ended
  }
  return { name: program.name, pid, ended, lastWords: () => lastLines(logFile), stop }
}

// In a group of its own: Ctrl-C reaches the starter only, which then stops everything in order.
function spawnLogged({ program, parameters, directory, environment }: Program, logFile: string): ChildProcess {
  mkdirSync(path.dirname(logFile), { recursive: true })
  if (existsSync(logFile)) renameSync(logFile, `${logFile}.before`)
  const log = openSync(logFile, 'w', 0o600)
  try {
    const child = spawn(program, parameters, { cwd: directory, env: environment, detached: true, stdio: ['ignore', log, log] })
    child.on('error', () => undefined) // seen as a missing pid
    return child
  } finally {
    closeSync(log)
  }
}

export async function untilHealthy(child: RunningChild, healthUrl: string): Promise<void> {
  let ending: Ending | undefined
  void child.ended.then((value) => {
    ending = value
  })
  for (const patience = Date.now() + healthTimeoutMs; Date.now() < patience; await wait(100)) {
    if (ending) throw new Error(`${child.name} ended before it was ready (${describeEnding(ending)}):\n${child.lastWords()}`)
    const answer = await fetch(healthUrl, { redirect: 'manual', signal: AbortSignal.timeout(10_000) }).catch(() => undefined)
    await answer?.body?.cancel()
    if (answer && answer.status < 400) return
  }
  throw new Error(`${child.name} was not ready after ${healthTimeoutMs / 1000} s (${healthUrl}):\n${child.lastWords()}`)
}

export const describeEnding = ({ code, signal }: Ending) => (signal ? `killed by ${signal}` : `exit code ${code}`)

const lastLines = (logFile: string) => readFileSync(logFile, 'utf8').trimEnd().split('\n').slice(-20).join('\n')
