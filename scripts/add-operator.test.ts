// `pnpm operator:add`, as it is run.
import { execFile } from 'node:child_process'
import path from 'node:path'
import { promisify } from 'node:util'
import { connectDatabase, type Database } from '@farebox/db'
import { type FreshDatabase, freshDatabase } from '@farebox/db/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const run = promisify(execFile)
const script = path.join(import.meta.dirname, 'add-operator.ts')

let fresh: FreshDatabase
let database: Database

beforeAll(async () => {
  fresh = await freshDatabase()
  database = connectDatabase(fresh.url)
})
afterAll(async () => {
  await database.$disconnect()
  await fresh.drop()
})

const add = (...words: string[]) => run(process.execPath, [script, ...words], { env: { ...process.env, DATABASE_URL: fresh.url } })
const found = () => database.operator.findUnique({ where: { email: 'ada@example.com' } })

describe('pnpm operator:add', () => {
  it('makes an operator with a role, gives another role, and lets one leave; each is on record', async () => {
    expect((await add('Ada@Example.com', 'Ada', '--role', 'finance')).stdout).toBe(
      'ada@example.com is an operator with the role finance.\n',
    )
    expect(await found()).toMatchObject({ name: 'Ada', role: 'finance', leftAt: null })
    await add('ada@example.com', '--role', 'support')
    expect(await found()).toMatchObject({ name: 'Ada', role: 'support' })
    const { id } = (await found()) ?? { id: '' }
    await database.session.create({
      data: { tokenHash: new Uint8Array(32), audience: 'console', subjectId: id, expiresAt: new Date(Date.now() + 1e6) },
    })
    await add('ada@example.com', '--leaves')
    expect((await found())?.leftAt).toBeInstanceOf(Date)
    expect(await database.session.count({ where: { subjectId: id } })).toBe(0)
    const entries = await database.auditEntry.findMany({ where: { subject: id }, orderBy: { id: 'asc' } })
    expect(entries.map(({ action }) => action).sort()).toEqual(['operator.added', 'operator.left', 'operator.role_given'])
  })

  it('refuses what is no address and what is no role, and makes nobody', async () => {
    await expect(add('ada')).rejects.toMatchObject({ code: 2 })
    await expect(add('eve@example.com', '--role', 'owner')).rejects.toMatchObject({
      code: 2,
      stderr: expect.stringContaining('support|finance|engineer|admin'),
    })
    expect(await database.operator.count({ where: { email: 'eve@example.com' } })).toBe(0)
  })
})
