// Before Vitest: one throw-away PostgreSQL with a migrated template, from which each test file's database is copied.
import { startPostgres } from '@farebox/db/postgres'
import { TEMPLATE_DATABASE } from '@farebox/db/testing'
import type { TestProject } from 'vitest/node'
import { migrateDatabase } from '../database/migrate.ts'

export default async function databaseForTests(project: TestProject): Promise<() => Promise<void>> {
  const postgres = await startPostgres({ durable: false, settings: { max_connections: 300, shared_buffers: '256MB' } })
  try {
    // The mutants run the tests against SQL functions that were changed on purpose.
    const functionsFolder = process.env.FAREBOX_TEST_SQL_OVERRIDE
    await migrateDatabase(postgres.url(TEMPLATE_DATABASE), { functionsFolder, clock: 'movable' })
  } catch (failure) {
    await postgres.stop()
    throw failure
  }
  project.provide('postgresUrl', postgres.url())
  return () => postgres.stop()
}
