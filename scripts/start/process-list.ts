// Which processes a start left running, on disk: the next start stops them if this one is killed before it can.
import { existsSync, readFileSync, rmSync } from 'node:fs'
import { setTimeout as wait } from 'node:timers/promises'
import { runningProcess } from '@farebox/db/postgres'
import { z } from 'zod'
import { writePrivateFile } from './private-file.ts'

const entry = z.object({ name: z.string(), pid: z.number().int().positive(), startedAt: z.string(), command: z.string() })
const contents = z.object({ starter: entry, stopping: z.boolean(), children: z.array(entry) })

type Entry = z.infer<typeof entry>

const patienceMs = 10_000
const stopPatienceMs = 60_000
const noticePatienceMs = 3_000

export class ProcessList {
  readonly #file: string
  readonly #starter = identify('starter', process.pid)
  readonly #children = new Map<string, Entry>()
  #stopping = false

  constructor(file: string) {
    this.#file = file
  }

  add(name: string, pid: number): void {
    const identified = identify(name, pid)
    if (identified) this.#children.set(name, identified)
    this.#write()
  }

  remove(name: string): void {
    this.#children.delete(name)
    this.#write()
  }

  /** From here on the next start may wait for us rather than refuse. */
  markStopping(): void {
    this.#stopping = true
    this.#write()
  }

  clear(): void {
    rmSync(this.#file, { force: true })
  }

  #write(): void {
    writePrivateFile(
      this.#file,
      JSON.stringify({ starter: this.#starter, stopping: this.#stopping, children: [...this.#children.values()] }, null, 2),
    )
  }
}

function identify(name: string, pid: number): Entry | undefined {
  const found = runningProcess(pid)
  return found && { name, pid, ...found }
}

/** Whether a start whose list this is lives on. One that is on its way out is waited for; one just killed gets a moment to notice. */
export async function isStillRunning(file: string): Promise<boolean> {
  const beganAt = Date.now()
  for (let list = read(file); list && isSame(list.starter); list = read(file)) {
    if (Date.now() - beganAt > (list.stopping ? stopPatienceMs : noticePatienceMs)) return true
    await wait(100)
  }
  return false
}

/** Stops what a killed start left behind; returns the names of what was still there. Never touches a process that is not ours. */
export async function stopLeftovers(file: string): Promise<string[]> {
  const leftovers = read(file)?.children.filter(isSame) ?? []
  for (const { pid } of leftovers) signalGroup(pid, 'SIGTERM')
  for (const patience = Date.now() + patienceMs; Date.now() < patience && leftovers.some(isSame); ) await wait(100)
  for (const { pid } of leftovers.filter(isSame)) signalGroup(pid, 'SIGKILL')
  rmSync(file, { force: true })
  return leftovers.map(({ name }) => name)
}

function read(file: string): z.infer<typeof contents> | undefined {
  if (!existsSync(file)) return undefined
  return contents.safeParse(JSON.parse(readFileSync(file, 'utf8'))).data
}

// A process may have changed its title (Next does) but never the moment it started.
function isSame({ pid, startedAt }: Entry): boolean {
  return runningProcess(pid)?.startedAt === startedAt
}

/** Each of our processes leads a group of its own, so its workers hear the signal too. */
export function signalGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-pid, signal)
  } catch (failure) {
    if ((failure as NodeJS.ErrnoException).code !== 'ESRCH') throw failure
  }
}
