// A database of its own for a test file, copied from the migrated template in a few milliseconds.
//
//   let database: FreshDatabase
//   beforeAll(async () => { database = await freshDatabase() })
//   afterAll(() => database.drop())
import { randomUUID } from 'node:crypto'
import pg from 'pg'
import { inject } from 'vitest'

declare module 'vitest' {
  interface ProvidedContext {
    /** The throw-away server's own database, from which others are made. */
    postgresUrl: string
  }
}

export const TEMPLATE_DATABASE = 'farebox_template'

export type FreshDatabase = { url: string; drop: () => Promise<void> }

export type FreshDatabaseOptions = {
  /** What must still be true of the database when the tests are done with it; if it throws, the test file fails. */
  beforeDrop?: (url: string) => Promise<void>
}

export async function freshDatabase({ beforeDrop }: FreshDatabaseOptions = {}): Promise<FreshDatabase> {
  const name = `test_${randomUUID().replaceAll('-', '')}`
  await onServer(`CREATE DATABASE "${name}" TEMPLATE "${TEMPLATE_DATABASE}"`)
  const url = databaseUrl(name)
  const drop = async () => {
    try {
      await beforeDrop?.(url)
    } finally {
      await onServer(`DROP DATABASE "${name}" WITH (FORCE)`)
    }
  }
  return { url, drop }
}

/** Runs one statement on the server itself, outside every test database. */
async function onServer(statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: inject('postgresUrl') })
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}

function databaseUrl(name: string): string {
  const url = new URL(inject('postgresUrl'))
  url.pathname = `/${name}`
  return url.href
}

/** A plain connection as the owner of the tables: for tests that look behind the role the apps run as. */
export async function connectAsOwner(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  return client
}
