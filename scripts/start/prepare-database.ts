// The database Farebox starts with: the one in DATABASE_URL, or a PostgreSQL of our own; migrated, with its client generated.
import { existsSync, rmSync } from 'node:fs'
import path from 'node:path'
import { type Postgres, startPostgres } from '@farebox/db/postgres'
import { generateClient, migrateDatabase } from '../database/migrate.ts'
import { repositoryRoot } from '../repository.ts'
import { contentStamp, unlessStamped } from './content-stamp.ts'
import { step } from './progress.ts'

const schema = path.join(repositoryRoot, 'prisma', 'schema')
const migrations = path.join(repositoryRoot, 'prisma', 'migrations')
const ledgerFunctions = path.join(repositoryRoot, 'packages', 'ledger', 'sql')
const queues = path.join(repositoryRoot, 'packages', 'billing', 'src', 'queue')
const generatedClient = path.join(repositoryRoot, 'packages', 'db', 'generated')

export type DatabaseChoice =
  /** A server that belongs to somebody else: we migrate our database in it, and never stop it. */
  | { url: string }
  /** Our own. Without a directory it is thrown away at the end. */
  | { directory?: string; durable: boolean }

export type PreparedDatabase = { url: string; postgres?: Postgres }

export async function prepareDatabase(choice: DatabaseChoice, onServer: (postgres: Postgres) => void): Promise<PreparedDatabase> {
  await generateClientIfStale()
  if ('url' in choice) {
    await step('Migrating the database in DATABASE_URL', () => migrateDatabase(choice.url, { clock: 'movable' }))
    return { url: choice.url }
  }

  const postgres = await step('Starting PostgreSQL', () => startPostgres({ ...choice, port: 54_320, settings: { max_connections: 200 } }))
  onServer(postgres)
  const url = postgres.url('farebox')
  const migrated = contentStamp([migrations, ledgerFunctions, queues])
  await unlessStamped(path.join(postgres.directory, 'migrated'), migrated, () =>
    step('Migrating the database', () => migrateDatabase(url, { clock: 'movable' })),
  )
  return { url, postgres }
}

export async function generateClientIfStale(): Promise<void> {
  const stampFile = path.join(repositoryRoot, 'node_modules', '.generated')
  if (!existsSync(generatedClient)) rmSync(stampFile, { force: true })
  const stamp = contentStamp([schema, path.join(repositoryRoot, 'pnpm-lock.yaml')])
  await unlessStamped(stampFile, stamp, () => step('Generating the database client', generateClient))
}
