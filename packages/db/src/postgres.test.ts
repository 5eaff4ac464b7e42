// The embedded PostgreSQL: starts anywhere, keeps its data, and recovers from whatever ended it.
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import os from 'node:os'
import path from 'node:path'
import pg from 'pg'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { freePort, type Postgres, startPostgres } from './postgres.ts'

let parent: string
let server: Postgres | undefined

beforeEach(() => {
  parent = mkdtempSync(path.join(os.tmpdir(), 'postgres-test-'))
  if (process.getuid?.() === 0) rmSync(parent, { recursive: true }) // made again by the server, open to the account it drops to
})

afterEach(async () => {
  await server?.stop()
  server = undefined
  rmSync(parent, { recursive: true, force: true })
})

const start = async (port?: number) => {
  server = await startPostgres({ directory: path.join(parent, 'postgres'), ...(port === undefined ? {} : { port }) })
  return server
}

async function ask(url: string, statement: string): Promise<unknown[][]> {
  const client = new pg.Client({ connectionString: url })
  client.on('error', () => undefined)
  await client.connect()
  try {
    return (await client.query({ text: statement, rowMode: 'array' })).rows
  } finally {
    await client.end()
  }
}

describe('a server with a folder', () => {
  it('keeps its data from one start to the next', async () => {
    const first = await start()
    await ask(first.url(), "create table kept as select 'still here' as note")
    await first.stop()
    const second = await start()
    expect(second.wasRunning).toBe(false)
    expect(await ask(second.url(), 'select note from kept')).toEqual([['still here']])
  })

  it('is found again while it runs, by another start', async () => {
    const first = await start()
    const again = await startPostgres({ directory: first.directory })
    expect(again).toMatchObject({ wasRunning: true, port: first.port, pid: first.pid })
  })

  it('lets in nobody without the password, which only its owner can read', async () => {
    const { port, directory } = await start()
    await expect(ask(`postgresql://postgres@127.0.0.1:${port}/postgres`, 'select 1')).rejects.toThrow(/password/)
    const mode = statSync(path.join(directory, 'password')).mode
    expect(mode & 0o077).toBe(0)
  })

  it('recovers what was committed when it is killed', async () => {
    const first = await start()
    await ask(first.url(), "create table kept as select 'committed' as note")
    process.kill(first.pid, 'SIGKILL')
    const second = await start()
    expect(await ask(second.url(), 'select note from kept')).toEqual([['committed']])
  })

  it('starts although its old process number now belongs to a stranger', async () => {
    const first = await start()
    const pidFile = path.join(first.directory, 'data', 'postmaster.pid')
    const stale = readFileSync(pidFile, 'utf8').replace(String(first.pid), String(process.pid))
    await first.stop()
    writeFileSync(pidFile, stale)
    const second = await start()
    expect(second.wasRunning).toBe(false)
    expect(await ask(second.url(), 'select 1')).toEqual([[1]])
  })

  it('takes another port when the wanted one is in use', async () => {
    const taken = await freePort()
    const stranger = createServer()
    await new Promise<void>((resolve) => stranger.listen(taken, '127.0.0.1', resolve))
    const { port, url } = await start(taken)
    expect(port).not.toBe(taken)
    expect(await ask(url(), 'select 1')).toEqual([[1]])
    await new Promise((resolve) => stranger.close(resolve))
  })
})

describe('a server without a folder', () => {
  it('leaves nothing behind', async () => {
    const thrownAway = await startPostgres({ durable: false })
    expect(await ask(thrownAway.url(), 'show fsync')).toEqual([['off']])
    await thrownAway.stop()
    const beside = readdirSync(path.dirname(thrownAway.directory))
    expect(beside.filter((name) => name.startsWith(`farebox-postgres-${process.pid}-`))).toEqual([])
  })
})
