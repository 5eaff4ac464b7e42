// Who a process number belongs to. A number alone proves nothing: after a crash it may name somebody else's process.
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'

export type RunningProcess = { command: string; startedAt: string }

/** The process as the machine knows it, or nothing when it is gone (or dead and only waiting to be collected). */
export function runningProcess(pid: number): RunningProcess | undefined {
  return process.platform === 'linux' ? fromProc(pid) : fromPs(pid)
}

// Read from /proc because small Linux images have no `ps`.
function fromProc(pid: number): RunningProcess | undefined {
  try {
    const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim()
    // The name in field 2 may hold spaces and brackets; what follows its last bracket begins with field 3, the state.
    const status = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const fields = status.slice(status.lastIndexOf(')') + 2).split(' ')
    return fields[0] === 'Z' ? undefined : { command, startedAt: fields[19] ?? '' }
  } catch {
    return undefined
  }
}

function fromPs(pid: number): RunningProcess | undefined {
  const ask = (field: string) => spawnSync('ps', ['-o', `${field}=`, '-p', String(pid)], { encoding: 'utf8' })
  const command = ask('args')
  return command.status === 0 ? { command: command.stdout.trim(), startedAt: ask('lstart').stdout.trim() } : undefined
}
