// What a test file may rely on: a migrated database that is nobody else's, gone when it says so.
import pg from 'pg'
import { describe, expect, inject, it } from 'vitest'
import { freshDatabase } from './testing.ts'

async function rows(url: string, statement: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query(statement)).rows
  } finally {
    await client.end()
  }
}

describe('a fresh database', () => {
  it('has the migrated tables, and shows one file nothing of another', async () => {
    const [first, second] = await Promise.all([freshDatabase(), freshDatabase()])
    await rows(first.url, 'create table mine (id int)')
    expect(await rows(second.url, "select to_regclass('wallet')::text as wallet, to_regclass('mine')::text as mine")).toEqual([
      { wallet: 'wallet', mine: null },
    ])
    await Promise.all([first.drop(), second.drop()])
  })

  it('is asked what must still be true before it goes, and goes even when the answer is no', async () => {
    const database = await freshDatabase({
      beforeDrop: async (url) => {
        expect(await rows(url, 'select 1 as one')).toEqual([{ one: 1 }])
        throw new Error('the books do not balance')
      },
    })
    await expect(database.drop()).rejects.toThrow('the books do not balance')
    const name = new URL(database.url).pathname.slice(1)
    expect(await rows(inject('postgresUrl'), `select 1 from pg_database where datname = '${name}'`)).toEqual([])
  })
})
