// What the owner of a wallet sees and changes, through the procedures the pages call.
import { newId, publicId } from '@farebox/db'
import { Holds } from '@farebox/ledger/holds'
import { dollars, giveGrant, holdRequest, opened, type PayingWorld, payIn, payingWorld } from '@farebox/ledger/testing'
import { type Microcents, microcents } from '@farebox/money'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sendReceipt } from '../receipts/send-receipt.ts'
import { walletRouter } from '../routers.ts'
import { anOpenOrder, aPaidOrder, topUpWorld, walletUrl } from '../testing/top-up-world.ts'
import { completeOrder } from '../topups/complete-order.ts'
import { createCallerFactory } from '../trpc.ts'
import { listCharges } from '../usage/list-charges.ts'

const world = opened(topUpWorld)
let holds: Holds
beforeAll(async () => {
  holds = new Holds(world.ledger.url, { lanesMax: 1 })
})
afterAll(() => holds.end())

const createCaller = createCallerFactory(walletRouter)

function pagesOf(userId: string | undefined) {
  const person = userId === undefined ? undefined : { userId, email: `${userId}@farebox.test`, name: null }
  const addresses = { dashboard: 'http://dashboard.localhost', wallet: walletUrl, gateway: 'http://api.localhost' }
  return createCaller({ database: world.database, person, requestId: 'req_test', ip: '127.0.0.1', now: new Date(), addresses })
}

async function ownerOf({ walletId }: { walletId: string }) {
  const { userId } = await world.database.wallet.findUniqueOrThrow({ where: { id: walletId } })
  return pagesOf(userId ?? '')
}

async function call(paying: PayingWorld, baseMicrocents: Microcents) {
  const { holdId } = await holds.open(holdRequest(paying, baseMicrocents))
  const zero = microcents(0n)
  await holds.settle({
    holdId,
    walletId: paying.walletId,
    resolution: 'settled',
    baseMicrocents,
    costMicrocents: zero,
    usage: { input: 12 },
  })
  return publicId('charge', holdId)
}

async function aSpendingWorld() {
  const paying = await payingWorld(world.database, { markupBps: 1_500, limitMicrocents: dollars('5') })
  await payIn(world.database, { walletId: paying.walletId, creditMicrocents: dollars('8.50') })
  return { paying, owner: await ownerOf(paying) }
}

describe('the wallet', () => {
  it('opens at the first look, once, and is empty', async () => {
    const userId = newId()
    await world.database.user.create({ data: { id: userId, email: `${userId}@farebox.test` } })
    const looks = await Promise.all(Array.from({ length: 8 }, () => pagesOf(userId).wallet.home()))
    expect(looks[0]).toMatchObject({ available: 0n, inUse: 0n, gifts: [], isNew: true, status: 'open', month: [] })
    expect(await world.database.wallet.count({ where: { userId } })).toBe(1)
  })

  it('shows what can be spent anywhere, what is in use, what was given by whom, and what the month cost', async () => {
    const { paying, owner } = await aSpendingWorld()
    await giveGrant(world.database, { walletId: paying.walletId, appId: paying.appId, amountMicrocents: dollars('0.50') })
    await call(paying, dollars('1'))
    const { holdId } = await holds.open(holdRequest(paying, dollars('1')))
    const home = await owner.wallet.home()
    expect(home).toMatchObject({ available: dollars('6.775'), inUse: dollars('1.15'), gifts: [], isNew: false })
    expect(home.month).toMatchObject([{ appName: 'PixelPal', amount: dollars('1.075') }])
    await holds.settle({
      holdId,
      walletId: paying.walletId,
      resolution: 'released',
      baseMicrocents: microcents(0n),
      costMicrocents: microcents(0n),
    })
  })

  it('a receipt splits the charge, says what was held, and which money paid', async () => {
    const { paying, owner } = await aSpendingWorld()
    await giveGrant(world.database, { walletId: paying.walletId, appId: paying.appId, amountMicrocents: dollars('0.50') })
    const id = await call(paying, dollars('1'))
    const receipt = await owner.wallet.charge({ id: id.replace('ch_', 'req_') })
    expect(receipt).toMatchObject({
      id,
      appName: 'PixelPal',
      base: dollars('1'),
      markup: dollars('0.075'),
      total: dollars('1.075'),
      usage: { input: 12 },
    })
    expect(receipt.paidFrom.map(({ kind, amount }) => [kind, amount])).toEqual(
      expect.arrayContaining([
        ['grant', dollars('0.50')],
        ['topup', dollars('0.575')],
      ]),
    )
    expect(receipt.held).toBeGreaterThanOrEqual(receipt.total)
    expect((await owner.wallet.charges({ id })).rows).toHaveLength(1)
    expect((await owner.wallet.charges({ id: 'nonsense' })).rows).toEqual([])
  })

  it('lists charges a page at a time', async () => {
    const { paying, owner } = await aSpendingWorld()
    const made = []
    for (let number = 0; number < 5; number += 1) made.push(await call(paying, dollars('0.01')))
    const first = await owner.wallet.charges({ limit: 3 })
    const second = await owner.wallet.charges({ limit: 3, after: first.rows.at(-1)?.id })
    expect([...first.rows, ...second.rows].map(({ id }) => id).sort()).toEqual(made.sort())
    expect([first.hasMore, second.hasMore]).toEqual([true, false])
  })

  it('S14: one top-up pays in two apps of two organizations, and each sees and earns only its own', async () => {
    const first = await payingWorld(world.database, { markupBps: 1_500 })
    const second = await payingWorld(world.database, { markupBps: 3_000 })
    const connectionId = newId()
    const connection = { walletId: first.walletId, id: connectionId, mode: 'live' as const, appId: second.appId, markupBpsAccepted: 3_000 }
    await world.database.connection.create({ data: connection })
    await payIn(world.database, { walletId: first.walletId, creditMicrocents: dollars('8.50') })
    const ids = [await call(first, dollars('1')), await call({ ...second, walletId: first.walletId, connectionId }, dollars('2'))]
    const { available } = await (await ownerOf(first)).wallet.home()
    expect(available).toBe(dollars('4.75'))
    for (const [place, { appId, organizationId }] of [first, second].entries()) {
      const { rows } = await listCharges(world.database, { appId, mode: 'live', limit: 10 })
      expect(rows.map(({ id }) => id)).toEqual([ids[place]])
      const earned = await world.database.transfer.aggregate({
        where: { creditKind: 'earnings_pending', creditId: organizationId },
        _sum: { amountMicrocents: true },
      })
      expect(earned._sum.amountMicrocents).toBe(place === 0 ? dollars('0.15') : dollars('0.60'))
    }
  })

  it('paused, lets no app spend; resumed, it does again', async () => {
    const { paying, owner } = await aSpendingWorld()
    await owner.wallet.pause({ isPaused: true })
    expect((await holds.open(holdRequest(paying, dollars('1')))).outcome).toBe('wallet_paused')
    await owner.wallet.pause({ isPaused: false })
    await call(paying, dollars('1'))
  })
})

describe('connected apps', () => {
  it('show what is spent of the limit', async () => {
    const { paying, owner } = await aSpendingWorld()
    await call(paying, dollars('1'))
    expect(await owner.connections.list()).toMatchObject([
      { appName: 'PixelPal', status: 'active', limit: dollars('5'), spent: dollars('1.15'), period: 'month', markupBps: 1_500 },
    ])
  })

  it('hold to a limit changed a moment ago, and to being paused or revoked', async () => {
    const { paying, owner } = await aSpendingWorld()
    const appId = publicId('app', paying.appId)
    await owner.connections.setLimit({ appId, limit: '0.50', period: 'month', callLimit: null })
    expect((await holds.open(holdRequest(paying, dollars('1')))).outcome).toBe('spending_limit_reached')
    await owner.connections.setLimit({ appId, limit: '20', period: 'day', callLimit: '0.10' })
    expect((await holds.open(holdRequest(paying, dollars('1')))).outcome).toBe('call_limit_reached')
    await owner.connections.setLimit({ appId, limit: '20', period: 'day', callLimit: null })
    await owner.connections.setStatus({ appId, status: 'paused' })
    expect((await holds.open(holdRequest(paying, dollars('1')))).outcome).toBe('connection_paused')
    await owner.connections.setStatus({ appId, status: 'active' })
    await call(paying, dollars('1'))
    await owner.connections.setStatus({ appId, status: 'revoked' })
    expect((await holds.open(holdRequest(paying, dollars('1')))).outcome).toBe('connection_revoked')
    await expect(owner.connections.setStatus({ appId, status: 'active' })).rejects.toMatchObject({ cause: { code: 'connection_revoked' } })
    expect(await world.database.auditEntry.count({ where: { subject: publicId('connection', paying.connectionId) } })).toBe(6)
  })

  it('refuse a limit that is no amount', async () => {
    const { paying, owner } = await aSpendingWorld()
    for (const limit of ['-1', 'ten', '10000.01', '1e3', '']) {
      await expect(
        owner.connections.setLimit({ appId: publicId('app', paying.appId), limit, period: 'month', callLimit: null }),
      ).rejects.toThrow()
    }
  })
})

describe('money that is not spent', () => {
  async function aBuyer() {
    const { id, walletId, paymentIntent } = await aPaidOrder(world)
    const owner = await ownerOf({ walletId: walletId ?? '' })
    return { owner, internalId: id, orderId: publicId('order', id), payment: paymentIntent ?? '' }
  }

  it('comes back as the purchase showed it, and every change of the balance has a row that leads there', async () => {
    const { owner, orderId } = await aBuyer()
    const { purchase, option, refunds, stopped } = await owner.receipts.purchase({ orderId })
    expect({ left: purchase.left, refunds, stopped }).toEqual({ left: dollars('8.50'), refunds: [], stopped: 0n })
    expect(option).toMatchObject({ amountCents: 1_000, isWhole: true, feeIncluded: dollars('1.50'), refusal: null })
    await owner.refunds.ask({ orderId, amountCents: option.amountCents })

    const after = await owner.receipts.purchase({ orderId })
    expect(after.purchase.left).toBe(0n)
    expect(after.refunds).toMatchObject([{ amount: dollars('10'), status: 'on_its_way' }])
    expect((await owner.receipts.purchases({})).rows).toMatchObject([{ orderId, refunded: dollars('10') }])
    const { rows, hasMore } = await owner.wallet.history({ limit: 1 })
    const older = await owner.wallet.history({ limit: 1, after: rows[0]?.id })
    expect([...rows, ...older.rows]).toMatchObject([
      { cause: 'refund.taken', change: -dollars('8.50'), after: 0n, orderId },
      { cause: 'topup.received', change: dollars('8.50'), after: dollars('8.50'), orderId },
    ])
    expect([hasMore, older.hasMore]).toEqual([true, false])

    const { owner: stranger } = await aSpendingWorld()
    await expect(stranger.receipts.purchase({ orderId })).rejects.toMatchObject({ code: 'NOT_FOUND' })
    expect((await stranger.wallet.history({})).rows.every(({ cause }) => cause === 'topup.received')).toBe(true)
  })

  it('is set aside while a bank decides, and said so, rather than shown as available', async () => {
    const { owner, orderId, internalId, payment } = await aBuyer()
    expect(await owner.wallet.stopped()).toEqual([])
    world.stripe.payments.dispute(payment)
    await completeOrder(world.till, internalId, new Date())
    expect(await owner.wallet.stopped()).toMatchObject([{ orderId, reason: 'dispute', amount: dollars('8.50') }])
    expect((await owner.wallet.home()).available).toBe(0n)
    expect((await owner.receipts.purchase({ orderId })).stopped).toBe(dollars('8.50'))
    const { rows } = await owner.wallet.history({})
    expect(rows.map(({ cause }) => cause)).toEqual(['dispute.frozen', 'topup.received'])
  })
})

describe('other people', () => {
  it('signed out, see nothing of a wallet', async () => {
    const nobody = pagesOf(undefined)
    await expect(nobody.wallet.home()).rejects.toMatchObject({ code: 'UNAUTHORIZED' })
    await expect(nobody.wallet.charges({})).rejects.toMatchObject({ code: 'UNAUTHORIZED' })
    await expect(nobody.topups.start({ packageName: 'basic', returnTo: '/' })).rejects.toMatchObject({ code: 'UNAUTHORIZED' })
  })

  it('signed in, find neither charges nor connections of another wallet', async () => {
    const { paying } = await aSpendingWorld()
    const id = await call(paying, dollars('1'))
    const { owner: stranger } = await aSpendingWorld()
    await expect(stranger.wallet.charge({ id })).rejects.toMatchObject({ code: 'NOT_FOUND' })
    expect((await stranger.wallet.charges({ id })).rows).toEqual([])
    const appId = publicId('app', paying.appId)
    await expect(stranger.connections.find({ appId })).rejects.toMatchObject({ code: 'NOT_FOUND' })
    await expect(stranger.connections.setStatus({ appId, status: 'revoked' })).rejects.toMatchObject({ code: 'NOT_FOUND' })
    await call(paying, dollars('1'))
  })
})

describe('a receipt in a mail', () => {
  it('opens the purchase and every charge made from it, without an account, until a later mail replaces it', async () => {
    const { id: orderId, walletId: paidFor } = await aPaidOrder(world)
    const walletId = paidFor ?? ''
    const links: string[] = []
    const desk = {
      database: world.database,
      walletUrl,
      mailer: { send: async (_to: string, { text }: { text: string }) => void links.push(/receipt\/(\S+)/.exec(text)?.[1] ?? '') },
    }
    await sendReceipt(desk, orderId)
    const app = await payingWorld(world.database, { markupBps: 1_500 })
    await world.database.connection.create({ data: { walletId, id: newId(), mode: 'live', appId: app.appId, markupBpsAccepted: 1_500 } })
    const connection = await world.database.connection.findFirstOrThrow({ where: { walletId } })
    const id = await call({ ...app, walletId, connectionId: connection.id }, dollars('1'))

    const nobody = pagesOf(undefined)
    const receipt = await nobody.receipts.read({ token: links[0] ?? '' })
    expect(receipt.purchase).toMatchObject({ price: dollars('10'), credit: dollars('8.50'), fee: dollars('1.50'), left: dollars('7.35') })
    expect(receipt.charges).toMatchObject([{ id, total: dollars('1.15'), fromPurchase: dollars('1.15') }])
    await sendReceipt(desk, orderId)
    await expect(nobody.receipts.read({ token: links[0] ?? '' })).rejects.toMatchObject({ code: 'NOT_FOUND' })
    expect((await nobody.receipts.read({ token: links[1] ?? '' })).charges).toHaveLength(1)
    await expect(nobody.receipts.read({ token: 'guess' })).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })

  it('tells somebody who paid for another’s wallet through an app of that app’s charges only', async () => {
    const { paying: first } = await aSpendingWorld()
    const second = await payingWorld(world.database)
    const connectionId = newId()
    await world.database.connection.create({
      data: { walletId: first.walletId, id: connectionId, mode: 'live', appId: second.appId, markupBpsAccepted: 1_500 },
    })
    const order = await world.database.order.findFirstOrThrow({ where: { walletId: first.walletId } })
    await world.database.order.update({ where: { id: order.id }, data: { appId: first.appId, buyerEmail: 'friend@farebox.test' } })
    const shown = await call(first, dollars('1'))
    await call({ ...second, walletId: first.walletId, connectionId }, dollars('1'))

    const links: string[] = []
    const keep = async (_to: string, { text }: { text: string }) => void links.push(/receipt\/(\S+)/.exec(text)?.[1] ?? '')
    await sendReceipt({ database: world.database, walletUrl, mailer: { send: keep } }, order.id)
    const receipt = await pagesOf(undefined).receipts.read({ token: links[0] ?? '' })
    expect(receipt.charges.map(({ id }) => id)).toEqual([shown])
    expect(receipt.purchase.left).toBeNull()
    expect((await pagesOf(undefined).topups.order({ orderId: publicId('order', order.id) })).left).toBeNull()
  })

  it('is not written for an order nobody paid', async () => {
    const { orderId } = await anOpenOrder(world)
    const desk = { database: world.database, walletUrl, mailer: { send: async () => expect.unreachable('nothing was bought') } }
    await sendReceipt(desk, orderId)
  })
})
