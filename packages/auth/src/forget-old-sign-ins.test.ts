// What is forgotten of signing in, and what is not.
import { randomBytes } from 'node:crypto'
import { connectDatabase, newId } from '@farebox/db'
import { freshDatabase } from '@farebox/db/testing'
import { expect, it } from 'vitest'
import { forgetOldSignIns } from './forget-old-sign-ins.ts'
import { issueSession, readSession, SESSION_IDLE_MS } from './session-store.ts'

const now = new Date('2026-11-21T12:00:00Z')
const before = (days: number) => new Date(now.getTime() - days * 24 * 60 * 60_000)

it('forgets ended sessions and old attempts, and keeps a session in use and a day of wrong codes', async () => {
  const fresh = await freshDatabase()
  const database = connectDatabase(fresh.url)
  const scope = { audience: 'wallet', secret: 'the wallet has a secret of its own' } as const
  const userId = newId()
  await database.user.create({ data: { id: userId, email: 'rider@farebox.test' } })
  const inUse = await issueSession(database, scope, { userId, now })
  await issueSession(database, scope, { userId, now: new Date(now.getTime() - SESSION_IDLE_MS) })
  for (const days of [0.5, 1.5, 2.5]) {
    const hashes = { linkHash: new Uint8Array(randomBytes(32)), codeHash: new Uint8Array(randomBytes(32)) }
    const attempt = { id: newId(), audience: 'wallet', email: 'a@example.com', expiresAt: before(days), createdAt: before(days) } as const
    await database.signInAttempt.create({ data: { ...attempt, ...hashes } })
  }

  expect(await forgetOldSignIns(database, now)).toEqual({ sessions: 1, attempts: 1 })
  expect(await readSession(database, scope, { token: inUse.token, now })).toBeDefined()
  expect(await database.signInAttempt.count()).toBe(2)
  await database.$disconnect()
  await fresh.drop()
})
