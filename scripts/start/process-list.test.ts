// What a killed start leaves is stopped by the next one, and nothing else is.
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { runningProcess } from '@farebox/db/postgres'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { isStillRunning, ProcessList, stopLeftovers } from './process-list.ts'

let folder: string
let file: string
let child: ChildProcess & { pid: number }

beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'process-list-'))
  file = path.join(folder, 'processes.json')
  const started = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1_000)'], { detached: true, stdio: 'ignore' })
  if (started.pid === undefined) throw new Error('no process')
  child = Object.assign(started, { pid: started.pid })
})
afterEach(() => {
  child.kill('SIGKILL')
  rmSync(folder, { recursive: true })
})

const rewrite = (change: (text: string) => string) => writeFileSync(file, change(readFileSync(file, 'utf8')))

describe('what a start left behind', () => {
  it('is stopped, by name, and forgotten', async () => {
    new ProcessList(file).add('gateway', child.pid)
    expect(await stopLeftovers(file)).toEqual(['gateway'])
    expect(runningProcess(child.pid)).toBeUndefined()
    expect(await stopLeftovers(file)).toEqual([])
  })

  it('is left alone when its number belongs to a process that began at another time', async () => {
    new ProcessList(file).add('gateway', child.pid)
    rewrite((text) => text.replaceAll(/"startedAt": "[^"]*"/g, '"startedAt": "another time"'))
    expect(await stopLeftovers(file)).toEqual([])
    expect(runningProcess(child.pid)).toBeDefined()
  })

  it('is written down for nobody else to read', () => {
    new ProcessList(file).add('gateway', child.pid)
    expect(statSync(file).mode & 0o077).toBe(0)
  })
})

describe('a start that lives', () => {
  it('is still running, until its process is gone', async () => {
    new ProcessList(file).add('gateway', child.pid)
    expect(await isStillRunning(file)).toBe(true)
    const starter = JSON.stringify(process.pid)
    rewrite((text) => text.replace(`"pid": ${starter}`, '"pid": 4194304'))
    expect(await isStillRunning(file)).toBe(false)
  })
})
