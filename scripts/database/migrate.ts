// Brings a database up to date: Prisma's migrations, which make tables only, then the ledger's SQL functions, which stand in no
// migration, then the queue's tables. Whether its clock can be moved is decided here, by which function is installed.
import { execFile } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { promisify } from 'node:util'
import { installQueues } from '@farebox/billing/queues'
import pg from 'pg'
import { repositoryRoot, withOurNode } from '../repository.ts'

const run = promisify(execFile)
const ledgerFunctions = path.join(repositoryRoot, 'packages', 'ledger', 'sql')

export type MigrateOptions = {
  functionsFolder?: string | undefined
  /** `movable` in development and tests only: the ledger's time can then be set back for a seed, or moved ahead for everybody. */
  clock?: 'real' | 'movable'
}

/** Makes the database if it does not exist. Safe to run again, and while apps are running. */
export async function migrateDatabase(
  url: string,
  { functionsFolder = ledgerFunctions, clock = 'real' }: MigrateOptions = {},
): Promise<void> {
  await prisma(['migrate', 'deploy'], url)
  await replaceFunctions(url, clock === 'real' ? [functionsFolder] : [functionsFolder, path.join(functionsFolder, 'development')])
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

/** Of two functions of one name, the one of the later folder stays. */
async function replaceFunctions(url: string, folders: string[]): Promise<void> {
  const files = folders.flatMap(sqlFiles)
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    // All or nothing, and one starter at a time.
    await client.query('begin')
    await client.query("select pg_advisory_xact_lock(hashtext('farebox.replace_functions'))")
    for (const file of files) {
      await client.query(readFileSync(file, 'utf8')).catch((cause: Error) => {
        throw new Error(`${file}: ${cause.message}`, { cause })
      })
    }
    await client.query('commit')
  } finally {
    await client.end()
  }
}

function sqlFiles(folder: string): string[] {
  const names = readdirSync(folder).filter((name) => name.endsWith('.sql'))
  return names.sort().map((name) => path.join(folder, name))
}
