// What a database must be to carry money in production: its time is its own, whatever anybody sets, and what it acknowledged stays.
import { connectDatabase } from '@farebox/db'
import { type FreshDatabase, freshDatabase } from '@farebox/db/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { migrateDatabase } from './migrate.ts'
import { hasRealClock } from './real-clock.ts'
import { settingsThatForget } from './settings-that-forget.ts'

let fresh: FreshDatabase
beforeAll(async () => {
  fresh = await freshDatabase()
})
afterAll(() => fresh.drop())

/** As the role of the apps, on a connection that shifts its clock, in a database whose time somebody moved. */
async function ledgerIsAhead(): Promise<boolean> {
  const database = connectDatabase(fresh.url, { clockOffset: '40 days', connectionsMax: 1 })
  try {
    const value = { offsetSeconds: 7 * 86_400 }
    await database.setting.upsert({ where: { name: 'development_clock' }, create: { name: 'development_clock', value }, update: { value } })
    const [row] = await database.$queryRaw<{ ahead: boolean }[]>`select ledger_clock() <> now() as ahead`
    return row?.ahead ?? true
  } finally {
    await database.$disconnect()
  }
}

describe('a migrated database', () => {
  it('M82: heeds neither a connection’s own offset nor a stored one, even if it was used in development before', async () => {
    expect(await ledgerIsAhead()).toBe(true)
    expect(await hasRealClock(fresh.url)).toBe(false)
    // The mutants run this with functions that were changed on purpose.
    await migrateDatabase(fresh.url, { functionsFolder: process.env.FAREBOX_TEST_SQL_OVERRIDE })
    expect(await ledgerIsAhead()).toBe(false)
    expect(await hasRealClock(fresh.url)).toBe(true)
  })
})

describe('a database that may forget', () => {
  it('M35: is known by its settings, also where only the login of the apps has them; without a commit on disk nothing is acknowledged', async () => {
    // The tests' own server is thrown away, and set up so.
    expect(await settingsThatForget(fresh.url)).toEqual(['fsync', 'full_page_writes', 'synchronous_commit'])
    const careful = new URL(fresh.url)
    careful.searchParams.set('options', '-c synchronous_commit=on')
    expect(await settingsThatForget(careful.href)).toEqual(['fsync', 'full_page_writes'])
  })
})
