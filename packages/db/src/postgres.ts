// A real PostgreSQL with nothing to install: starts, finds again and stops a server whose data live in one folder.
// That folder holds `data`, the superuser's `password` (mode 600) and `server.log`.
import { execFile, spawn, spawnSync } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import {
  chownSync,
  closeSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statfsSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { createServer } from 'node:net'
import os from 'node:os'
import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { promisify } from 'node:util'
import { postgresFolder, type ServerAccount, serverAccount } from './postgres-binaries.ts'
import { runningProcess } from './running-process.ts'

export { type RunningProcess, runningProcess } from './running-process.ts'

export type PostgresOptions = {
  /** Where the server keeps its data. Without it the server is thrown away when it stops. */
  directory?: string
  /** Preferred port; a free one is taken when it is in use. */
  port?: number
  /** False lets commits return before they are on disk: for tests, never for money. */
  durable?: boolean
  /** Server settings, such as `{ max_connections: 200 }`. */
  settings?: Record<string, string | number>
}

export type Postgres = {
  directory: string
  port: number
  major: number
  /** Process id of the server. */
  pid: number
  /** True when the server was already running and was only found again. */
  wasRunning: boolean
  url: (databaseName?: string) => string
  stop: () => Promise<void>
  /** As if the power had failed: the next start recovers from the write-ahead log. */
  stopImmediately: () => Promise<void>
}

type Place = { directory: string; data: string; log: string; folder: string; account: ServerAccount; temporary: boolean }

const throwAwayPrefix = 'farebox-postgres-'
const startAttempts = 6
const startTimeoutMs = 60_000
const run = promisify(execFile)

export async function startPostgres({ directory, port, durable = true, settings = {} }: PostgresOptions = {}): Promise<Postgres> {
  const account = serverAccount()
  const folder = postgresFolder(account)
  if (!directory) await clearAbandonedServers()
  const place = preparePlace(directory ?? makeThrowAwayFolder(durable), folder, { account, temporary: !directory })
  const major = await majorVersion(place)
  if (!existsSync(path.join(place.data, 'PG_VERSION'))) await createCluster(place, major, durable)

  const wasRunning = isRunning(place)
  if (!wasRunning) await startServer(place, port, { ...(durable ? {} : notDurable), ...settings })
  return describe(place, major, wasRunning)
}

const notDurable = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }

function describe(place: Place, major: number, wasRunning: boolean): Postgres {
  const { port, pid } = readPidFile(place)
  const password = readFileSync(path.join(place.directory, 'password'), 'utf8')
  const stopWith = async (mode: 'fast' | 'immediate') => {
    if (isRunning(place)) await program(place, 'pg_ctl', ['-D', place.data, '-m', mode, '-w', '-t', '60', 'stop'])
    if (place.temporary) rmSync(place.directory, { recursive: true, force: true })
  }
  return {
    directory: place.directory,
    port,
    major,
    pid,
    wasRunning,
    url: (databaseName = 'postgres') => `postgresql://postgres:${password}@127.0.0.1:${port}/${databaseName}`,
    stop: () => stopWith(place.temporary ? 'immediate' : 'fast'),
    stopImmediately: () => stopWith('immediate'),
  }
}

const memoryFolder = '/dev/shm'
const GIBIBYTE = 1024 ** 3

/** In memory where there is plenty of it: a database is hundreds of files to make and to remove. What must be durable is on disk. */
function makeThrowAwayFolder(durable: boolean): string {
  const isInMemory = !durable && os.freemem() >= 8 * GIBIBYTE && freeBytes(memoryFolder) >= 4 * GIBIBYTE
  return mkdtempSync(path.join(isInMemory ? memoryFolder : os.tmpdir(), `${throwAwayPrefix}${process.pid}-`))
}

function freeBytes(folder: string): number {
  if (!existsSync(folder)) return 0
  const { bavail, bsize } = statfsSync(folder)
  return bavail * bsize
}

function preparePlace(wanted: string, folder: string, { account, temporary }: { account: ServerAccount; temporary: boolean }): Place {
  let directory = path.resolve(wanted)
  makeOwned(directory, account)
  if (!canEnter(directory, account)) {
    // A checkout under /root: the unprivileged account cannot reach it, so its data live beside the machine's other long-lived files.
    rmSync(directory, { recursive: true, force: true })
    const name = createHash('sha256').update(directory).digest('hex').slice(0, 12)
    directory = path.join('/var/tmp', `farebox-data-${name}`)
    makeOwned(directory, account)
  }
  return placeIn(directory, folder, account, temporary)
}

const placeIn = (directory: string, folder: string, account: ServerAccount, temporary: boolean): Place => ({
  directory,
  data: path.join(directory, 'data'),
  log: path.join(directory, 'server.log'),
  folder,
  account,
  temporary,
})

function makeOwned(directory: string, { uid, gid }: ServerAccount): void {
  const existed = existsSync(directory)
  mkdirSync(path.dirname(directory), { recursive: true })
  if (!existed) mkdirSync(directory, { mode: 0o700 })
  if (uid === undefined || gid === undefined) return
  const owner = statSync(directory).uid
  if (existed && owner !== uid && owner !== process.getuid?.())
    throw new Error(`${directory} belongs to somebody else; remove it and start again.`)
  chownSync(directory, uid, gid)
}

const canEnter = (directory: string, account: ServerAccount) =>
  account.uid === undefined || spawnSync('test', ['-x', directory], { ...account, cwd: '/' }).status === 0

const majorVersion = async (place: Place) => Number.parseInt(/\d+/.exec(await program(place, 'postgres', ['--version']))?.[0] ?? '0', 10)

async function createCluster(place: Place, major: number, durable: boolean): Promise<void> {
  rmSync(place.data, { recursive: true, force: true }) // what a start that was killed left half made
  const passwordFile = path.join(place.directory, 'password')
  writeFileSync(passwordFile, randomBytes(24).toString('base64url'), { mode: 0o600 })
  if (place.account.uid !== undefined && place.account.gid !== undefined) chownSync(passwordFile, place.account.uid, place.account.gid)
  const locale = major >= 17 ? ['--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C'] : ['--locale=C.UTF-8']
  const safety = durable ? [] : ['--no-sync']
  const access = ['-U', 'postgres', '--auth=scram-sha-256', `--pwfile=${passwordFile}`]
  await program(place, 'initdb', ['-D', place.data, ...access, '--encoding=UTF8', ...locale, ...safety])
}

async function startServer(place: Place, wantedPort: number | undefined, settings: Record<string, string | number>): Promise<void> {
  let port = wantedPort !== undefined && (await isFree(wantedPort)) ? wantedPort : await freePort()
  for (let attempt = 1; ; attempt += 1) {
    if (await becameReady(place, port, settings)) return
    const log = readFileSync(place.log, 'utf8').slice(-2_000)
    // Another process was faster to the port, or the backends of a killed server are still on their way out.
    const mayPass = /Address already in use|still in use|could not create any TCP/.test(log)
    if (!mayPass || attempt === startAttempts) throw new Error(`PostgreSQL did not start in ${place.data}:\n${log}`)
    port = await freePort()
    await wait(500)
  }
}

// The server is our child, so that nothing is left in the process table when it ends; but in a group of its own, so that Ctrl-C
// reaches the starter first, which stops the apps before their database.
async function becameReady(place: Place, port: number, settings: Record<string, string | number>): Promise<boolean> {
  const log = openSync(place.log, 'w', 0o600)
  const parameters = ['-D', place.data, ...serverFlags(port, settings)]
  const server = spawn(programPath(place, 'postgres'), parameters, { ...surroundings(place), detached: true, stdio: ['ignore', log, log] })
  closeSync(log)
  server.unref()
  let ended = false
  server.once('exit', () => {
    ended = true
  })
  server.once('error', () => {
    ended = true
  })
  for (const patience = Date.now() + startTimeoutMs; Date.now() < patience && !ended; await wait(10)) {
    if (existsSync(pidFile(place)) && /^ready\s*$/m.test(readFileSync(pidFile(place), 'utf8'))) return readPidFile(place).pid === server.pid
  }
  if (!ended) server.kill('SIGQUIT')
  return false
}

function serverFlags(port: number, settings: Record<string, string | number>): string[] {
  const all = { listen_addresses: '127.0.0.1', unix_socket_directories: '', timezone: 'UTC', ...settings }
  return ['-p', String(port), ...Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`])]
}

/** A pid file alone proves nothing: after `kill -9` it is stale, and its number may by now belong to somebody else's process. */
function isRunning(place: Place): boolean {
  if (!existsSync(pidFile(place))) return false
  if (runningProcess(readPidFile(place).pid)?.command.includes(place.data)) return true
  rmSync(pidFile(place), { force: true })
  return false
}

const pidFile = (place: Place) => path.join(place.data, 'postmaster.pid')

function readPidFile(place: Place): { pid: number; port: number } {
  const lines = readFileSync(pidFile(place), 'utf8').split('\n')
  return { pid: Number.parseInt(lines[0] ?? '', 10), port: Number.parseInt(lines[3] ?? '', 10) }
}

/** A throw-away server outlives a run that was killed. This takes such away: its folder names the process that owned it. */
export async function clearAbandonedServers(): Promise<void> {
  const account = serverAccount()
  for (const directory of [os.tmpdir(), memoryFolder].filter(existsSync).flatMap(foldersIn)) {
    const owner = new RegExp(`^${throwAwayPrefix}(\\d+)-`).exec(path.basename(directory))?.[1]
    if (!owner || runningProcess(Number.parseInt(owner, 10))) continue
    const expectedOwner = account.uid ?? process.getuid?.()
    if (statSync(directory, { throwIfNoEntry: false })?.uid !== expectedOwner) continue
    const place = placeIn(directory, postgresFolder(account), account, true)
    // Another run may be taking the same one away at this moment, and be faster.
    if (isRunning(place)) await program(place, 'pg_ctl', ['-D', place.data, '-m', 'immediate', '-w', 'stop']).catch(() => undefined)
    rmSync(directory, { recursive: true, force: true })
  }
}

const foldersIn = (folder: string) => readdirSync(folder).map((name) => path.join(folder, name))

const programPath = (place: Place, name: 'initdb' | 'pg_ctl' | 'postgres') => path.join(place.folder, 'bin', name)

// The server gets nothing of our environment: no secrets, and no PG* variable that would change its mind.
const surroundings = (place: Place) => ({ ...place.account, cwd: place.directory, env: { LC_ALL: 'C', PATH: '/usr/bin:/bin', TZ: 'UTC' } })

async function program(place: Place, name: 'initdb' | 'pg_ctl' | 'postgres', parameters: string[]): Promise<string> {
  const { stdout } = await run(programPath(place, name), parameters, surroundings(place))
  return stdout
}

export async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  if (address === null || typeof address === 'string') throw new Error('The machine gave no free port.')
  return address.port
}

/** Free on every address of this machine: whoever holds it on one of them would answer some of our callers. */
export async function isFree(port: number): Promise<boolean> {
  for (const host of ['127.0.0.1', '::1', '::']) if (!(await canListen(port, host))) return false
  return true
}

function canListen(port: number, host: string): Promise<boolean> {
  const server = createServer()
  return new Promise((resolve) => {
    // A machine without IPv6 has nobody listening there.
    server.once('error', (failure: NodeJS.ErrnoException) => resolve(failure.code !== 'EADDRINUSE' && failure.code !== 'EACCES'))
    server.listen(port, host, () => server.close(() => resolve(true)))
  })
}
