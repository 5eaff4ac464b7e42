// The front page's key: sandbox only, renewed by itself, and of an app nobody can look into.
import { ledgerDatabase, opened } from '@farebox/ledger/testing'
import { expect, it } from 'vitest'
import { showcaseKey } from './showcase-key.ts'

const world = opened(ledgerDatabase)

const now = new Date('2026-11-20T12:00:00Z')
const later = (hours: number) => new Date(now.getTime() + hours * 3_600_000)

it('is one sandbox key, kept until it is about to end, of an app without members', async () => {
  const first = await showcaseKey(world.database, undefined, now)
  expect(first.secret).toMatch(/^sk-farebox-test-/)
  expect(await showcaseKey(world.database, first, later(22))).toBe(first)
  const second = await showcaseKey(world.database, first, later(23.5))
  expect(second.secret).not.toBe(first.secret)
  await showcaseKey(world.database, undefined, later(25))
  const keys = await world.database.apiKey.findMany({ orderBy: { createdAt: 'asc' } })
  expect(keys.map(({ mode, billingMode }) => ({ mode, billingMode }))).toEqual(keys.map(() => ({ mode: 'sandbox', billingMode: 'user' })))
  expect(keys.map(({ revokedAt }) => revokedAt !== null)).toEqual([true, false, false])
  expect(await world.database.app.count()).toBe(1)
  expect(await world.database.membership.count()).toBe(0)
})
