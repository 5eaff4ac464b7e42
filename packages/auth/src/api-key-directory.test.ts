// What the gateway's memory of keys promises: quick for what it knows, never more than a few minutes behind, never asked in vain.
import { connectDatabase, type Database, newId } from '@farebox/db'
import { type FreshDatabase, freshDatabase } from '@farebox/db/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { issueApiKey, requireLive } from './api-key.ts'
import { ApiKeyDirectory } from './api-key-directory.ts'

let fresh: FreshDatabase
let database: Database
let app: { appId: string; organizationId: string }

beforeAll(async () => {
  fresh = await freshDatabase()
  database = connectDatabase(fresh.url)
  app = await anApp()
})
afterAll(async () => {
  await database.$disconnect()
  await fresh.drop()
})

async function anApp() {
  const organizationId = newId()
  const appId = newId()
  await database.organization.create({ data: { id: organizationId, name: 'Pixel Pals' } })
  await database.app.create({ data: { id: appId, organizationId, name: 'PixelPal' } })
  return { appId, organizationId }
}

async function aKey(more: { expiresAt?: Date; allowedIps?: string[]; requestsPerMinute?: number } = {}) {
  const { secret, row } = issueApiKey({ ...app, mode: 'live', billingMode: 'developer', name: 'Server', ...more })
  await database.apiKey.create({ data: row })
  return { secret, apiKeyId: row.id }
}

function aDirectory() {
  const clock = { now: new Date('2026-11-21T12:00:00Z') }
  const directory = new ApiKeyDirectory({ database, clock: () => clock.now })
  return { directory, pass: (ms: number) => (clock.now = new Date(clock.now.getTime() + ms)) }
}

const refused = (code: string) => expect.objectContaining({ code })

describe('the directory of keys', () => {
  it('says who a key is', async () => {
    const { secret, apiKeyId } = await aKey({ allowedIps: ['203.0.113.7'], requestsPerMinute: 500 })
    expect(await aDirectory().directory.find(secret)).toEqual({
      ...app,
      apiKeyId,
      mode: 'live',
      billingMode: 'developer',
      requestsPerMinute: 500,
      allowedIps: ['203.0.113.7'],
      models: [],
      scopes: [],
      expiresAt: null,
    })
  })

  it('knows a key for five minutes without asking again, then asks', async () => {
    const { secret, apiKeyId } = await aKey()
    const { directory, pass } = aDirectory()
    await directory.find(secret)
    await database.apiKey.delete({ where: { id: apiKeyId } })
    pass(5 * 60_000 - 1)
    expect(await directory.find(secret)).toMatchObject({ apiKeyId })
    pass(2)
    await expect(directory.find(secret)).rejects.toEqual(refused('invalid_api_key'))
  })

  it('takes a key it did not know ten seconds later', async () => {
    const { secret, row } = issueApiKey({ ...app, mode: 'live', billingMode: 'user', name: 'Late' })
    const { directory, pass } = aDirectory()
    await expect(directory.find(secret)).rejects.toEqual(refused('invalid_api_key'))
    await database.apiKey.create({ data: row })
    pass(9_000)
    await expect(directory.find(secret)).rejects.toEqual(refused('invalid_api_key'))
    pass(1_001)
    expect(await directory.find(secret)).toMatchObject({ apiKeyId: row.id })
  })

  it('refuses a key with a wrong checksum without asking the database', async () => {
    const closed = connectDatabase('postgresql://nobody@127.0.0.1:1/none')
    const directory = new ApiKeyDirectory({ database: closed, clock: () => new Date() })
    const { secret } = issueApiKey({ ...app, mode: 'live', billingMode: 'user', name: 'x' })
    await expect(directory.find(`${secret.slice(0, -1)}${secret.endsWith('0') ? '1' : '0'}`)).rejects.toEqual(refused('invalid_api_key'))
    await closed.$disconnect()
  })

  it('refuses an expired key, also one it knew while it was good', async () => {
    const { secret } = await aKey({ expiresAt: new Date('2026-11-21T12:01:00Z') })
    const { directory, pass } = aDirectory()
    await directory.find(secret)
    pass(60_000)
    await expect(directory.find(secret)).rejects.toEqual(refused('key_expired'))
  })
})

describe('a read that opens no hold', () => {
  const now = new Date('2026-11-21T12:00:00Z')

  it('is allowed to a live key, and refused the moment the key is revoked', async () => {
    const { apiKeyId } = await aKey()
    await expect(requireLive(database, apiKeyId, now)).resolves.toBeUndefined()
    await database.apiKey.update({ where: { id: apiKeyId }, data: { revokedAt: now } })
    await expect(requireLive(database, apiKeyId, now)).rejects.toEqual(refused('invalid_api_key'))
  })

  it('is refused to an expired key, an unknown key and a suspended app', async () => {
    const expired = await aKey({ expiresAt: now })
    await expect(requireLive(database, expired.apiKeyId, now)).rejects.toEqual(refused('key_expired'))
    await expect(requireLive(database, newId(), now)).rejects.toEqual(refused('invalid_api_key'))
    const { apiKeyId } = await aKey()
    await database.app.update({ where: { id: app.appId }, data: { status: 'suspended' } })
    await expect(requireLive(database, apiKeyId, now)).rejects.toEqual(refused('app_suspended'))
    await database.app.update({ where: { id: app.appId }, data: { status: 'live' } })
  })
})
