// A durable PostgreSQL of the benchmark's own, migrated like any other, which proves that it is durable before anything is measured.
import { mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { startPostgres } from '@farebox/db/postgres'
import pg from 'pg'
import { migrateDatabase } from '../../scripts/database/migrate.ts'

export type BenchmarkDatabase = {
  url: string
  /** The server's own database, for pgbench. */
  serverUrl: string
  owner: pg.Client
  /** Process id of the server. */
  pid: number
  /** The settings and versions every figure is read with. */
  facts: Record<string, string>
  /** Another migrated database on the same server. */
  another: (name: string) => Promise<{ url: string; owner: pg.Client }>
  stop: () => Promise<void>
}

// The same for Farebox and for what it is compared with. Nothing here trades safety for speed.
const serverSettings = { shared_buffers: '1GB', max_wal_size: '8GB', checkpoint_timeout: '15min', max_connections: 100 }

export async function startBenchmarkDatabase(): Promise<BenchmarkDatabase> {
  const directory = mkdtempSync(path.join(os.tmpdir(), 'farebox-benchmark-'))
  const server = await startPostgres({ directory, settings: serverSettings })
  const stopServer = async () => {
    await server.stop()
    rmSync(server.directory, { recursive: true, force: true })
    rmSync(directory, { recursive: true, force: true })
  }
  const owners: pg.Client[] = []
  // FAREBOX_BENCHMARK_SQL: another folder of the ledger's functions, to measure a change before it is made.
  const another = async (name: string) => {
    const owner = new pg.Client({ connectionString: server.url(name) })
    await migrateDatabase(server.url(name), { functionsFolder: process.env.FAREBOX_BENCHMARK_SQL })
    await owner.connect()
    owners.push(owner)
    return { url: server.url(name), owner }
  }
  try {
    const { url, owner } = await another('farebox')
    const facts = { ...(await durableFacts(owner)), functions: process.env.FAREBOX_BENCHMARK_SQL ?? 'packages/ledger/sql' }
    const stop = async () => {
      await Promise.all(owners.map((each) => each.end()))
      await stopServer()
    }
    return { url, serverUrl: server.url(), owner, pid: server.pid, facts, another, stop }
  } catch (failure) {
    await stopServer()
    throw failure
  }
}

/** Throws unless a commit is on disk before it is answered. */
async function durableFacts(owner: pg.Client): Promise<Record<string, string>> {
  const facts: Record<string, string> = {}
  for (const setting of ['server_version', 'fsync', 'synchronous_commit', 'full_page_writes', 'shared_buffers']) {
    const { rows } = await owner.query<Record<string, string>>(`show ${setting}`)
    facts[setting] = rows[0]?.[setting] ?? ''
  }
  for (const setting of ['fsync', 'synchronous_commit', 'full_page_writes'])
    if (facts[setting] !== 'on') throw new Error(`${setting} is ${facts[setting]}: figures without durability prove nothing.`)
  return facts
}

export async function rowsPresent(owner: pg.Client): Promise<{ holds: number; charges: number; transfers: number }> {
  const { rows } = await owner.query<{ holds: number; charges: number; transfers: number }>(
    'select (select count(*) from hold)::int as holds, (select count(*) from charge)::int as charges, (select count(*) from transfer)::int as transfers',
  )
  return rows[0] ?? { holds: 0, charges: 0, transfers: 0 }
}
