// pgbench's TPC-B on the same server: what this PostgreSQL, on this disk, in these minutes, can commit.
import { execFile, spawnSync } from 'node:child_process'
import { promisify } from 'node:util'
import pg from 'pg'

const run = promisify(execFile)
const SCALE = 20
const CLIENTS = 16

export type Pgbench = { measure: (seconds: number, protocol: 'simple' | 'prepared') => Promise<number> }

/** Makes pgbench's tables. `measure` returns TPC-B transactions a second, 16 clients. */
export async function preparePgbench(serverUrl: string): Promise<Pgbench> {
  if (spawnSync('pgbench', ['--version']).status !== 0)
    throw new Error('pgbench is not on the PATH. Debian and Ubuntu: apt-get install postgresql-contrib. macOS: brew install postgresql.')
  const server = new pg.Client({ connectionString: serverUrl })
  await server.connect()
  await server.query('create database pgbench')
  await server.end()
  const url = new URL(serverUrl)
  const surroundings = { env: { ...process.env, PGPASSWORD: url.password } }
  const place = ['-h', url.hostname, '-p', url.port, '-U', url.username]
  await run('pgbench', [...place, '-i', '-q', '-s', String(SCALE), 'pgbench'], surroundings)
  return {
    measure: async (seconds, protocol) => {
      const load = ['-c', String(CLIENTS), '-j', '2', '-T', String(seconds), '-M', protocol]
      const { stdout } = await run('pgbench', [...place, '-n', ...load, 'pgbench'], surroundings)
      const tps = /tps = ([\d.]+)/.exec(stdout)?.[1]
      if (tps === undefined) throw new Error(`pgbench said nothing about its speed:\n${stdout}`)
      return Math.round(Number.parseInt(tps, 10))
    },
  }
}
