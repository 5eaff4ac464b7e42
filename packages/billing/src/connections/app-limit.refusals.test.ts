// Raising a limit from an app's sheet: only up, only one's own, and only where the app is allowed.
import { ensureOAuthClient } from '@farebox/auth/testing'
import { newId } from '@farebox/db'
import { opened } from '@farebox/ledger/testing'
import { expect, it } from 'vitest'
import { dollars, ledgerDatabase, makeApp } from '../testing/world.ts'
import { limitOfClient, raiseLimit } from './app-limit.ts'
import { connectionOfClient, giveConsent } from './consent.ts'

const world = opened(ledgerDatabase)

async function aConnectedUser() {
  const { database } = world
  const [app, userId, now] = [await makeApp(database), newId(), new Date()]
  await database.user.create({ data: { id: userId, email: `${userId}@farebox.test` } })
  const { clientId } = await ensureOAuthClient(database, { appId: app.appId, mode: 'live', kind: 'public', now })
  const choice = { limit: '5', period: 'week' as const, callLimit: '0.50', models: [], expiresInDays: null }
  await giveConsent(database, { clientId, userId, now }, choice, { markupBps: app.markupBps, ip: '203.0.113.7' })
  return { clientId, userId, now }
}

it('raises the limit of the period and of one call, and leaves what is not named', async () => {
  const own = await aConnectedUser()
  await raiseLimit(world.database, own, { limit: '$10', callLimit: '' })
  expect(await limitOfClient(world.database, own)).toMatchObject({ limit: dollars('10'), callLimit: dollars('0.50'), period: 'week' })
  await raiseLimit(world.database, own, { limit: '', callLimit: '2' })
  expect(await limitOfClient(world.database, own)).toMatchObject({ limit: dollars('10'), callLimit: dollars('2') })
})

it('lowers nothing, and takes no amount beyond the most', async () => {
  const own = await aConnectedUser()
  for (const limit of ['4.99', '-6', '0', '10000.01', 'all of it']) {
    await expect(raiseLimit(world.database, own, { limit, callLimit: '' })).rejects.toMatchObject({ code: 'invalid_request' })
  }
  expect(await limitOfClient(world.database, own)).toMatchObject({ limit: dollars('5') })
})

it('raises nothing of somebody else, of an app that was not allowed, or of one that was disconnected', async () => {
  const own = await aConnectedUser()
  const other = await aConnectedUser()
  const raised = { limit: '10', callLimit: '' }
  await expect(raiseLimit(world.database, { ...own, userId: other.userId }, raised)).rejects.toMatchObject({ code: 'not_found' })
  expect(await limitOfClient(world.database, { ...own, userId: other.userId })).toBeUndefined()
  const connection = await connectionOfClient(world.database, own)
  await world.database.connection.updateMany({ where: { id: connection?.id ?? '' }, data: { status: 'revoked' } })
  await expect(raiseLimit(world.database, own, raised)).rejects.toMatchObject({ code: 'not_found' })
})
