// Users an app names: no account, no OAuth; bought and given money is theirs, in this app.
import { newId } from '@farebox/db'
import { opened } from '@farebox/ledger/testing'
import { parseDollars } from '@farebox/money'
import { describe, expect, it } from 'vitest'
import { unknownBuyer } from '../risk/admit-buyer.ts'
import { balanceOf, topUpWorld, walletUrl } from '../testing/top-up-world.ts'
import { completeOrder } from '../topups/complete-order.ts'
import { openCheckout } from '../topups/open-checkout.ts'
import { deleteUser, getUser, listUsers, putUser, startUserCheckout } from './index.ts'

const world = opened(topUpWorld)

async function anApp(markupBps = 1_500) {
  const [organizationId, appId] = [newId(), newId()]
  await world.database.organization.create({ data: { id: organizationId, name: 'Pixel Pals' } })
  await world.database.app.create({ data: { id: appId, organizationId, name: 'PixelPal', origin: 'https://pixelpal.example', markupBps } })
  return { appId, mode: 'live' as const }
}

const urls = { successUrl: 'https://pixelpal.example/paid', cancelUrl: 'https://pixelpal.example/back' }
const purchase = (app: { appId: string; mode: 'live' | 'sandbox' }, externalUserId: string) => ({
  ...{ ...app, ...urls, externalUserId, packageName: 'basic' },
  ...{ isDevelopment: false, walletUrl, now: new Date() },
})

async function buy(app: { appId: string; mode: 'live' | 'sandbox' }, externalUserId: string) {
  const now = new Date()
  const { orderId, checkoutUrl } = await startUserCheckout(world.database, purchase(app, externalUserId))
  await openCheckout(world.till, { orderId, walletUrl, buyer: unknownBuyer, now })
  const { stripeSessionId, walletId } = await world.database.order.findUniqueOrThrow({ where: { id: orderId } })
  world.stripe.pay(stripeSessionId ?? '')
  await completeOrder(world.till, orderId, now)
  return { orderId, checkoutUrl, walletId: walletId ?? '' }
}

describe('a user an app names', () => {
  it('has one unclaimed wallet, however many first mentions arrive at once', async () => {
    const app = await anApp()
    const first = await Promise.all(
      Array.from({ length: 20 }, () => putUser(world.database, { ...app, externalUserId: 'user_123', now: new Date() })),
    )
    expect(first.filter(({ isNew }) => isNew)).toHaveLength(1)
    expect(first[0]).toMatchObject({ externalUserId: 'user_123', wallet: 'unclaimed', connection: 'active', availableMicrocents: 0n })
    expect(await world.database.externalUser.count({ where: app })).toBe(1)
  })

  it('starts with $100 of play money in the sandbox, once', async () => {
    const { appId } = await anApp()
    const sandbox = { appId, mode: 'sandbox' as const }
    const named = { ...sandbox, externalUserId: 'tester', now: new Date() }
    await Promise.all(Array.from({ length: 10 }, () => putUser(world.database, named)))
    expect((await getUser(world.database, sandbox, 'tester')).availableMicrocents).toBe(parseDollars('100'))
    await expect(getUser(world.database, { appId, mode: 'live' }, 'tester')).rejects.toMatchObject({ code: 'user_not_found' })
  })

  it('keeps the mail address last given, and forgets it when told so', async () => {
    const app = await anApp()
    const named = { ...app, externalUserId: 'user_1', now: new Date() }
    expect(await putUser(world.database, { ...named, email: 'a@farebox.test' })).toMatchObject({ email: 'a@farebox.test', isNew: true })
    expect(await putUser(world.database, named)).toMatchObject({ email: 'a@farebox.test', isNew: false })
    expect(await putUser(world.database, { ...named, email: null })).toMatchObject({ email: null })
  })

  it('is listed with the others a page at a time, and only to their own app', async () => {
    const app = await anApp()
    await Promise.all(
      ['c', 'a', 'B', 'e', 'd'].map((externalUserId) => putUser(world.database, { ...app, externalUserId, now: new Date() })),
    )
    const first = await listUsers(world.database, app, { limit: 3 })
    expect(first).toMatchObject({ hasMore: true, users: [{ externalUserId: 'B' }, { externalUserId: 'a' }, { externalUserId: 'c' }] })
    const second = await listUsers(world.database, app, { after: 'c', limit: 3 })
    expect(second).toMatchObject({ hasMore: false, users: [{ externalUserId: 'd' }, { externalUserId: 'e' }] })
    expect((await listUsers(world.database, await anApp(), { limit: 10 })).users).toEqual([])
  })

  it('buys a package without an account: the money is spendable in this app only, at the markup the page showed', async () => {
    const app = await anApp(1_500)
    await putUser(world.database, { ...app, externalUserId: 'buyer', now: new Date() })
    await world.database.app.update({ where: { id: app.appId }, data: { markupBps: 2_500 } })
    const { walletId, checkoutUrl } = await buy(app, 'buyer')
    expect(checkoutUrl).toMatch(/^http:\/\/wallet\.localhost:3001\/checkout\/ord_[0-9a-z]{26}$/)
    expect(await balanceOf(world.database, walletId)).toBe(850_000_000n)
    expect(await world.database.lot.findFirst({ where: { walletId } })).toMatchObject({
      appId: app.appId,
      kind: 'topup',
      chargedCents: 1_000,
    })
    expect((await getUser(world.database, app, 'buyer')).availableMicrocents).toBe(850_000_000n)
    expect(await world.database.connection.findFirst({ where: { walletId } })).toMatchObject({ markupBpsAccepted: 2_500 })
    expect(await world.database.consent.findFirst({ where: { walletId } })).toMatchObject({ markupBps: 2_500 })
  })

  it('in the sandbox buys with test cards, and no live account is touched', async () => {
    const { appId } = await anApp()
    const { walletId } = await buy({ appId, mode: 'sandbox' }, 'tester')
    expect(await balanceOf(world.database, walletId)).toBe(parseDollars('108.50'))
    const live = await world.database.transfer.count({ where: { walletId, mode: 'live' } })
    expect(live).toBe(0)
  })
})

describe('a user is forgotten', () => {
  it('never while money that was paid for is left', async () => {
    const app = await anApp()
    await buy(app, 'buyer')
    await expect(deleteUser(world.database, app, 'buyer', new Date())).rejects.toMatchObject({ code: 'user_has_money' })
    expect((await getUser(world.database, app, 'buyer')).availableMicrocents).toBe(850_000_000n)
  })

  it('when nothing is left: they are unknown, and their connection spends no more', async () => {
    const app = await anApp()
    await putUser(world.database, { ...app, externalUserId: 'gone', now: new Date() })
    await deleteUser(world.database, app, 'gone', new Date())
    await expect(getUser(world.database, app, 'gone')).rejects.toMatchObject({ code: 'user_not_found' })
    await expect(deleteUser(world.database, app, 'gone', new Date())).rejects.toMatchObject({ code: 'user_not_found' })
    const connections = await world.database.connection.findMany({ where: { appId: app.appId } })
    expect(connections.map(({ status }) => status)).toEqual(['revoked'])
  })

  it('never by another app', async () => {
    const app = await anApp()
    await putUser(world.database, { ...app, externalUserId: 'mine', now: new Date() })
    await expect(deleteUser(world.database, await anApp(), 'mine', new Date())).rejects.toMatchObject({ code: 'user_not_found' })
  })

  it('an id with other letters is refused before anything is made', async () => {
    const app = await anApp()
    for (const externalUserId of ['', 'a b', 'ü', 'x'.repeat(129), "'; drop table"]) {
      await expect(putUser(world.database, { ...app, externalUserId, now: new Date() })).rejects.toMatchObject({ code: 'invalid_request' })
    }
  })
})
