// The outbox: what happened is told with its cause or not at all, to the apps it concerns, in words that say nothing of other apps.
import { newId, publicId } from '@farebox/db'
import { dollars, opened } from '@farebox/ledger/testing'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { aCall, aDeveloper, aPayer, type Developer, developerWorld } from '../../test/developer-world.ts'
import { setMarkup } from '../apps/set-markup.ts'
import { setConnectionStatus, setSpendingLimit } from '../connections/change-connection.ts'
import { connectWallet, writeConnection } from '../connections/connect-wallet.ts'
import { issueGrant } from '../grants/issue-grant.ts'
import { returnExpiredGrants } from '../grants/return-expired-grants.ts'
import { aWallet } from '../testing/top-up-world.ts'
import { anEndpoint, webhookDesk } from '../testing/webhook-world.ts'
import { fundPool } from '../testing/world.ts'
import { deleteUser } from '../users/delete-user.ts'
import type { WebhookDesk } from './endpoint.ts'
import { webhookEventTypes } from './events.ts'
import { tellUsage } from './tell-usage.ts'

const world = opened(developerWorld)
let desk: WebhookDesk
let app: Developer
beforeAll(async () => {
  desk = webhookDesk(world.database)
})
beforeEach(async () => {
  app = await aDeveloper(world)
  await anEndpoint(desk, app, 'http://127.0.0.1:9/', { events: webhookEventTypes })
})

const eventsOf = async ({ appId }: Developer) => {
  const deliveries = await world.database.webhookDelivery.findMany({
    where: { endpoint: { appId } },
    include: { event: true },
    orderBy: { createdAt: 'asc' },
  })
  // Told within one millisecond, they are in the order of their object.
  deliveries.sort((first, second) => (first.objectId === second.objectId ? first.sequence - second.sequence : 0))
  return deliveries.map(({ event: { type, objectId, sequence, data, mode } }) => ({ type, objectId, sequence, mode, data }))
}
const typesOf = async (developer: Developer) => (await eventsOf(developer)).map(({ type }) => type)

async function aConnectedUser(developer: Developer) {
  const { userId, walletId } = await aWallet(world.database)
  const connect = {
    ...{ userId, walletId, mode: 'live' as const, appId: developer.appId, externalUserId: 'user_1', now: new Date() },
    ...{ limitMicrocents: dollars('5'), limitPeriod: 'month' as const },
  }
  return { connect, own: { walletId, userId, appId: developer.publicAppId, now: new Date() } }
}

describe('what is told', () => {
  it('commits with its cause: where the cause is rolled back, nothing was told', async () => {
    const { connect } = await aConnectedUser(app)
    const rolledBack = world.database.$transaction(async (transaction) => {
      await writeConnection(transaction, connect)
      expect(await transaction.webhookEvent.count({ where: { appId: app.appId } })).toBe(1)
      throw new Error('something else failed')
    })
    await expect(rolledBack).rejects.toThrow('something else failed')
    expect(await eventsOf(app)).toEqual([])
    await connectWallet(world.database, connect)
    expect(await typesOf(app)).toEqual(['user.connected'])
  })

  it('goes to endpoints that asked for it, of the app and mode it concerns, and is written for nobody else', async () => {
    const other = await aDeveloper(world)
    await anEndpoint(desk, other, 'http://127.0.0.1:9/', { events: webhookEventTypes })
    await anEndpoint(desk, app, 'http://127.0.0.1:9/', { events: webhookEventTypes, mode: 'sandbox' })
    await anEndpoint(desk, app, 'http://127.0.0.1:9/', { events: ['price.changed'] })
    const quiet = await aDeveloper(world)
    for (const each of [app, quiet]) await connectWallet(world.database, (await aConnectedUser(each)).connect)
    expect(await eventsOf(app)).toMatchObject([{ type: 'user.connected', mode: 'live' }])
    expect(await eventsOf(other)).toEqual([])
    expect(await world.database.webhookEvent.count({ where: { appId: quiet.appId } })).toBe(0)
  })
})

describe('a user’s permission', () => {
  it('given, changed, paused and taken back: each is told once, in order, by the connection’s id', async () => {
    const { connect, own } = await aConnectedUser(app)
    const { connectionId } = await connectWallet(world.database, connect)
    const limit = { limitMicrocents: dollars('8'), period: 'week' as const, callLimitMicrocents: dollars('0.5') }
    await setSpendingLimit(world.database, own, limit)
    await setSpendingLimit(world.database, own, limit)
    await setConnectionStatus(world.database, own, 'paused')
    await setConnectionStatus(world.database, own, 'active')
    await setConnectionStatus(world.database, own, 'revoked')
    await connectWallet(world.database, connect)
    const objectId = publicId('connection', connectionId)
    const user = { connection_id: objectId, external_user_id: 'user_1' }
    const five = { amount: '5.00000000', period: 'month', per_call: null, currency: 'USD' }
    expect(await eventsOf(app)).toEqual([
      { type: 'user.connected', objectId, sequence: 1, mode: 'live', data: { user, limit: five } },
      {
        ...{ type: 'limit.changed', objectId, sequence: 2, mode: 'live' },
        data: { user, limit: { amount: '8.00000000', period: 'week', per_call: '0.50000000', currency: 'USD' } },
      },
      { type: 'user.disconnected', objectId, sequence: 3, mode: 'live', data: { user } },
      { type: 'user.connected', objectId, sequence: 4, mode: 'live', data: { user, limit: five } },
    ])
  })

  it('says of one person to two apps nothing that is the same', async () => {
    const other = await aDeveloper(world)
    await anEndpoint(desk, other, 'http://127.0.0.1:9/', { events: webhookEventTypes })
    const { connect } = await aConnectedUser(app)
    await connectWallet(world.database, { ...connect, externalUserId: 'user_a' })
    await connectWallet(world.database, { ...connect, appId: other.appId, externalUserId: 'user_b' })
    const [[mine], [theirs]] = [await eventsOf(app), await eventsOf(other)]
    const user = await world.database.user.findUniqueOrThrow({ where: { id: connect.userId } })
    const secrets = [connect.userId, connect.walletId, user.email, publicId('user', connect.userId), publicId('wallet', connect.walletId)]
    for (const secret of secrets) expect(JSON.stringify([mine, theirs])).not.toContain(secret)
    expect(mine?.objectId).not.toBe(theirs?.objectId)
    expect(JSON.stringify(mine)).not.toContain(theirs?.objectId)
  })

  it('ends where the app forgets the user', async () => {
    const { connect } = await aConnectedUser(app)
    await connectWallet(world.database, connect)
    await deleteUser(world.database, { appId: app.appId, mode: 'live' }, 'user_1', new Date())
    expect((await eventsOf(app)).at(-1)).toMatchObject({ type: 'user.disconnected', data: { user: { external_user_id: 'user_1' } } })
  })
})

describe('a grant', () => {
  it('is told once when it is given, however often it is asked for, and once when it ends', async () => {
    await fundPool(world.database, app, dollars('10'))
    const now = new Date()
    const expiresAt = new Date(now.getTime() + 60_000)
    const asked = { organizationId: app.organizationId, appId: app.appId, mode: 'live' as const, externalUserId: 'user_2' }
    const grant = { ...asked, amountMicrocents: dollars('2'), description: 'Welcome', expiresAt, now }
    const { grantId } = await issueGrant(world.database, grant)
    expect(await issueGrant(world.database, grant)).toMatchObject({ grantId, duplicate: true })
    await returnExpiredGrants(world.database, { now: expiresAt })
    await returnExpiredGrants(world.database, { now: expiresAt })
    const events = await eventsOf(app)
    expect(events).toMatchObject([
      { type: 'grant.issued', objectId: grantId, sequence: 1, data: { amount: '2.00000000', user: { external_user_id: 'user_2' } } },
      { type: 'grant.expired', objectId: grantId, sequence: 2, data: { amount: '2.00000000', returned: '2.00000000' } },
    ])
    expect(JSON.stringify(events)).not.toMatch(/balance/)
  })
})

describe('a markup', () => {
  it('is told with the moment from which it holds', async () => {
    await aPayer(world, app, { externalUserId: 'user_1', creditMicrocents: dollars('1') })
    const now = new Date()
    await setMarkup(world.database, { appId: app.appId, markupBps: 2_000, now })
    const starts_at = new Date(now.getTime() + 60_000).toISOString()
    expect(await eventsOf(app)).toMatchObject([{ type: 'price.changed', data: { markup_bps: 2_000, starts_at } }])
  })
})

/** A charge is told once no older transaction is under way, in any database of this server: other tests run beside this one. */
async function toldUsage(count: number, now: Date): Promise<void> {
  let told = 0
  const tell = async () => {
    told += await tellUsage(world.database, now)
    return told
  }
  await expect.poll(tell, { timeout: 10_000 }).toBe(count)
}

describe('usage', () => {
  it('is told for each charge once, with its parts, to the app that earned it', async () => {
    const other = await aDeveloper(world)
    await anEndpoint(desk, other, 'http://127.0.0.1:9/', { events: ['price.changed'] })
    const now = new Date()
    await tellUsage(world.database, now)
    const payer = await aPayer(world, app, { externalUserId: 'user_1', creditMicrocents: dollars('10') })
    const theirs = await aPayer(world, other, { externalUserId: 'user_1', creditMicrocents: dollars('10') })
    const first = await aCall(world, app, payer, dollars('0.10'))
    await aCall(world, other, theirs, dollars('0.10'))
    const second = await aCall(world, app, payer, dollars('0.20'))
    await toldUsage(2, now)
    expect(await tellUsage(world.database, now)).toBe(0)
    const events = await eventsOf(app)
    expect(events.map(({ type, objectId }) => [type, objectId]).sort()).toEqual(
      [first, second].map((id) => ['usage.completed', publicId('charge', id)]).sort(),
    )
    expect(events.find(({ objectId }) => objectId === publicId('charge', first))?.data).toMatchObject({
      ...{ charge_id: publicId('charge', first), total: '0.11500000', base: '0.10000000', markup: '0.01500000' },
      ...{ provider_cost: '0.10000000', grant_part: '0.00000000', model: 'test-model', usage: { input: 300, output: 100 } },
      user: { external_user_id: 'user_1', connection_id: publicId('connection', payer.connectionId) },
    })
    expect(await eventsOf(other)).toEqual([])
  })

  it('of a transaction that commits late is told late, and not lost', async () => {
    const now = new Date()
    await tellUsage(world.database, now)
    const payer = await aPayer(world, app, { externalUserId: 'user_1', creditMicrocents: dollars('10') })
    let release = () => {}
    const held = new Promise<void>((resolve) => {
      release = resolve
    })
    let began = () => {}
    const isOpen = new Promise<void>((resolve) => {
      began = resolve
    })
    const slow = world.database.$transaction(async (transaction) => {
      await transaction.$queryRaw`select pg_current_xact_id()::text`
      began()
      await held
    })
    await isOpen
    const charge = await aCall(world, app, payer, dollars('0.10'))
    await tellUsage(world.database, now)
    expect(await typesOf(app)).toEqual([])
    release()
    await slow
    await toldUsage(1, now)
    expect((await eventsOf(app)).map(({ objectId }) => objectId)).toEqual([publicId('charge', charge)])
  })

  it('refused for the limit is told once a period, for an empty wallet once a day', async () => {
    const now = new Date('2030-05-15T12:00:00Z')
    await world.database.webhookWatermark.updateMany({ data: { refusalsUntil: new Date(now.getTime() - 60_000) } })
    const { connect } = await aConnectedUser(app)
    await connectWallet(world.database, connect)
    const refuse = (code: string, at: Date, externalUserId = 'user_1') =>
      world.database.refusedCall.create({ data: { id: newId(), mode: 'live', appId: app.appId, externalUserId, code, at } })
    const at = (hours: number) => new Date(now.getTime() + hours * 3_600_000)
    for (const hours of [0, 1, 30]) {
      for (const code of ['spending_limit_reached', 'wallet_empty', 'rate_limit_exceeded']) await refuse(code, at(hours))
      await refuse('wallet_empty', at(hours), 'somebody_unknown')
      await tellUsage(world.database, at(hours + 0.1))
    }
    expect((await typesOf(app)).sort()).toEqual(['balance.low', 'balance.low', 'limit.reached', 'user.connected'])
    const low = (await eventsOf(app)).find(({ type }) => type === 'balance.low')
    expect(Object.keys(low?.data as object)).toEqual(['user'])
  })
})
