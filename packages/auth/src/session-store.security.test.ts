// A session opens one web app, for as long as it lasts, and a stolen table opens none.
import { randomBytes } from 'node:crypto'
import { connectDatabase, type Database, newId } from '@farebox/db'
import { type FreshDatabase, freshDatabase } from '@farebox/db/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { cookieNames } from './cookie-names.ts'
import {
  endSession,
  issueSession,
  readSession,
  renewSession,
  SESSION_IDLE_MS,
  SESSION_LIFE_MS,
  type SessionScope,
} from './session-store.ts'

const wallet: SessionScope = { audience: 'wallet', secret: randomBytes(32).toString('hex') }
const dashboard: SessionScope = { audience: 'dashboard', secret: randomBytes(32).toString('hex') }
const now = new Date('2026-11-21T12:00:00Z')
const after = (ms: number) => new Date(now.getTime() + ms)

let fresh: FreshDatabase
let database: Database
let userId: string

beforeAll(async () => {
  fresh = await freshDatabase()
  database = connectDatabase(fresh.url)
  userId = newId()
  await database.user.create({ data: { id: userId, email: 'rider@farebox.test' } })
})
afterAll(async () => {
  await database.$disconnect()
  await fresh.drop()
})

describe('a session', () => {
  it('opens the web app it was made for', async () => {
    const { token } = await issueSession(database, wallet, { userId, now })
    expect(await readSession(database, wallet, { token, now })).toMatchObject({ person: { userId, email: 'rider@farebox.test' } })
  })

  it('of the wallet does not open the dashboard, nor the other way round', async () => {
    const ofWallet = await issueSession(database, wallet, { userId, now })
    const ofDashboard = await issueSession(database, dashboard, { userId, now })
    expect(await readSession(database, dashboard, { token: ofWallet.token, now })).toBeUndefined()
    expect(await readSession(database, wallet, { token: ofDashboard.token, now })).toBeUndefined()
  })

  it('does not open another audience even where both have the same secret', async () => {
    const { token } = await issueSession(database, wallet, { userId, now })
    expect(await readSession(database, { ...wallet, audience: 'dashboard' }, { token, now })).toBeUndefined()
  })

  it('does not open its audience where the row was moved to another by hand', async () => {
    const { token } = await issueSession(database, wallet, { userId, now })
    await database.session.updateMany({ where: { subjectId: userId, audience: 'wallet' }, data: { audience: 'console' } })
    expect(await readSession(database, wallet, { token, now })).toBeUndefined()
  })

  it('has a cookie of its own for each web app, which next-auth cannot mistake another for', () => {
    const ofWallet = cookieNames('wallet', 'http://localhost:3001')
    const ofDashboard = cookieNames('dashboard', 'http://localhost:3000')
    expect(Object.values(ofWallet).filter((name) => Object.values(ofDashboard).includes(name))).toEqual([])
    expect(Object.values({ ...ofWallet, session: '' }).filter((name) => name.startsWith(ofWallet.session))).toEqual([])
    expect(cookieNames('wallet', 'https://wallet.example').session).toBe('__Host-farebox-wallet-session')
  })

  it('cannot be made from what the table holds', async () => {
    const { token } = await issueSession(database, wallet, { userId, now })
    const rows = await database.session.findMany()
    for (const row of rows) {
      for (const encoding of ['base64url', 'hex', 'base64'] as const) {
        const stolen = Buffer.from(row.tokenHash).toString(encoding)
        expect(stolen).not.toBe(token)
        expect(await readSession(database, wallet, { token: stolen, now })).toBeUndefined()
      }
    }
  })

  it('ends where it is signed out, and not by another web app', async () => {
    const { token } = await issueSession(database, wallet, { userId, now })
    await endSession(database, dashboard, { token })
    expect(await readSession(database, wallet, { token, now })).toBeDefined()
    await endSession(database, wallet, { token })
    expect(await readSession(database, wallet, { token, now })).toBeUndefined()
  })

  it('ends thirty days after the last visit, and ninety days after the first in any case', async () => {
    const { token } = await issueSession(database, wallet, { userId, now })
    expect(await readSession(database, wallet, { token, now: after(SESSION_IDLE_MS - 1) })).toBeDefined()
    expect(await readSession(database, wallet, { token, now: after(SESSION_IDLE_MS) })).toBeUndefined()

    for (const days of [25, 50, 75]) await renewSession(database, wallet, { token, now: after(days * 24 * 60 * 60_000) })
    expect(await readSession(database, wallet, { token, now: after(SESSION_LIFE_MS - 1) })).toBeDefined()
    expect(await readSession(database, wallet, { token, now: after(SESSION_LIFE_MS) })).toBeUndefined()
  })

  it('that has ended is not brought back by a late visit', async () => {
    const { token } = await issueSession(database, wallet, { userId, now })
    await renewSession(database, wallet, { token, now: after(SESSION_IDLE_MS + 1) })
    expect(await readSession(database, wallet, { token, now: after(SESSION_IDLE_MS + 1) })).toBeUndefined()
  })
})
