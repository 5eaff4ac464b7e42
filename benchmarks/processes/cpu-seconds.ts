// CPU time of other processes, as Linux counts it.
import { readdirSync, readFileSync } from 'node:fs'

const TICKS_PER_SECOND = 100

type Times = { parent: number; own: number; ofChildren: number }

/** User and system time of one process, all its threads. */
export function cpuSeconds(pid: number): number {
  return timesOf(pid)?.own ?? 0
}

/** Of a process, the children it has, and those it had: PostgreSQL serves each connection by a process. */
export function cpuSecondsOfFamily(pid: number): number {
  const own = timesOf(pid)
  let total = own ? own.own + own.ofChildren : 0
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue
    const times = timesOf(Number.parseInt(name, 10))
    if (times?.parent === pid) total += times.own
  }
  return total
}

/** `/proc/<pid>/stat`, whose second field is a name in parentheses that may itself contain anything. */
function timesOf(pid: number): Times | undefined {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /, '')
      .split(' ')
    const ticks = (place: number) => Number.parseInt(fields[place] ?? '0', 10) / TICKS_PER_SECOND
    return { parent: Number.parseInt(fields[1] ?? '0', 10), own: ticks(11) + ticks(12), ofChildren: ticks(13) + ticks(14) }
  } catch {
    return undefined // it ended meanwhile
  }
}
