// Brings a database up to date: Prisma's migrations, then the ledger's SQL functions, whose files are their
// only source, then the queue's tables.
import { execFile } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { promisify } from 'node:util'
import { installQueues } from '@farebox/billing/queues'
import pg from 'pg'
import { repositoryRoot, withOurNode } from '../repository.ts'

const run = promisify(execFile)
const ledgerFunctions = path.join(repositoryRoot, 'packages', 'ledger', 'sql')

/** Makes the database if it does not exist. Safe to run again, and while apps are running. */
export async function migrateDatabase(url: string, functionsFolder: string = ledgerFunctions): Promise<void> {
  await prisma(['migrate', 'deploy'], url)
  await replaceFunctions(url, functionsFolder)
  await installQueues(url)
}

export async function generateClient(): Promise<void> {
  await prisma(['generate'])
}

async function prisma(parameters: string[], url?: string): Promise<void> {
  const environment = withOurNode({
    ...process.env,
    ...(url === undefined ? {} : { DATABASE_URL: url }),
    PRISMA_HIDE_UPDATE_MESSAGE: '1',
    CHECKPOINT_DISABLE: '1',
  })
  try {
    await run('prisma', parameters, { cwd: repositoryRoot, env: environment })
  } catch (failure) {
    const { stdout = '', stderr = '' } = failure as { stdout?: string; stderr?: string }
    throw new Error(`prisma ${parameters.join(' ')} failed:\n${stdout}${stderr}`, { cause: failure })
  }
}

async function replaceFunctions(url: string, folder: string): Promise<void> {
  const files = readdirSync(folder).filter((name) => name.endsWith('.sql'))
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    // All or nothing, and one starter at a time.
    await client.query('begin')
    await client.query("select pg_advisory_xact_lock(hashtext('farebox.replace_functions'))")
    for (const file of files.sort()) {
      const sql = readFileSync(path.join(folder, file), 'utf8')
      await client.query(sql).catch((cause: Error) => {
        throw new Error(`${path.join(folder, file)}: ${cause.message}`, { cause })
      })
    }
    await client.query('commit')
  } finally {
    await client.end()
  }
}
