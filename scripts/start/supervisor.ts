// Keeps the processes of one Farebox: starts them in groups, starts again the one that was killed, gives up when one fails by
// itself, and stops them all in reverse order.
import { describeEnding, type Program, type RunningChild, startChild, untilHealthy } from './child-process.ts'
import type { ProcessList } from './process-list.ts'

export type Supervisor = {
  /** Starts every group and returns when all of it answers. */
  start: (groups: Program[][]) => Promise<void>
  pids: () => Record<string, number>
  stop: () => Promise<void>
  /** Settles when a process ended that should not have. */
  failure: Promise<Error>
}

export type SupervisorOptions = {
  logFolder: string
  list: ProcessList
  onRestart: (sentence: string) => void
}

/** A process that is killed from outside more often than this has something wrong with it. */
const restartsMax = 5

export function supervise({ logFolder, list, onRestart }: SupervisorOptions): Supervisor {
  const groups: Map<string, RunningChild>[] = []
  const { promise: failure, resolve: fail } = Promise.withResolvers<Error>()
  let stopping = false
  let restarts = 0

  const launch = (program: Program, group: Map<string, RunningChild>): RunningChild => {
    const child = startChild(program, logFolder, list)
    group.set(program.name, child)
    void child.ended.then((ending) => {
      if (stopping) return
      if (ending.signal !== 'SIGKILL' || restarts === restartsMax) {
        fail(new Error(`${program.name} ended unexpectedly (${describeEnding(ending)}). Its last words:\n${child.lastWords()}`))
        return
      }
      restarts += 1
      launch(program, group)
      onRestart(`${program.name} was killed from outside; started it again`)
    })
    return child
  }

  const start = async (wanted: Program[][]) => {
    const starting = wanted.flatMap((programs) => {
      const group = new Map<string, RunningChild>()
      groups.push(group)
      return programs.map((program) => untilHealthy(launch(program, group), program.healthUrl))
    })
    await Promise.all(starting)
  }

  const stop = async () => {
    stopping = true
    for (const group of groups.toReversed()) await Promise.all([...group.values()].map((child) => child.stop()))
  }

  const pids = () => Object.fromEntries(groups.flatMap((group) => [...group.values()].map(({ name, pid }) => [name, pid])))
  return { start, stop, pids, failure }
}
