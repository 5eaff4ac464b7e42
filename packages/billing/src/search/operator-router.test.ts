// Any id an operator holds in hand leads to its record; records show money and its history, and every read of a person is written down.
import type { Operator } from '@farebox/auth/operator'
import { newId, publicId } from '@farebox/db'
import { Holds } from '@farebox/ledger/holds'
import { dollars, holdRequest, ledgerDatabase, opened, type PayingWorld, payIn, payingWorld } from '@farebox/ledger/testing'
import { beforeAll, describe, expect, it } from 'vitest'
import { asOperator, makeOperator } from '../testing/operators.ts'

const ledger = opened(ledgerDatabase)
let support: Operator
let world: PayingWorld
let chargeId: string
let email: string
let userId: string
beforeAll(async () => {
  support = await makeOperator(ledger.url, 'support')
  world = await payingWorld(ledger.database)
  await payIn(ledger.database, { walletId: world.walletId, creditMicrocents: dollars('8.50') })
  const { appId, walletId, connectionId } = world
  await ledger.database.externalUser.create({ data: { appId, mode: 'live', externalUserId: 'user_123', walletId, connectionId } })
  const holds = new Holds(ledger.url)
  const request = holdRequest(world, dollars('0.50'))
  await holds.open(request)
  const costs = { baseMicrocents: dollars('0.40'), costMicrocents: dollars('0.40') }
  await holds.settle({ holdId: request.holdId, walletId, resolution: 'settled', ...costs })
  await holds.end()
  chargeId = request.holdId
  const wallet = await ledger.database.wallet.findUniqueOrThrow({ where: { id: walletId } })
  userId = wallet.userId ?? ''
  email = (await ledger.database.user.findUniqueOrThrow({ where: { id: userId } })).email
})

const console = () => asOperator(ledger.database, support)
const search = async (text: string) => (await console().search.byId({ text })).hits.map(({ kind, page }) => ({ kind, page }))

describe('search by any id', () => {
  it('finds what each of our ids belongs to, public or plain', async () => {
    const pages = {
      wallet: { kind: 'wallet', id: publicId('wallet', world.walletId) },
      user: { kind: 'user', id: publicId('user', userId) },
      organization: { kind: 'organization', id: publicId('organization', world.organizationId) },
      app: { kind: 'app', id: publicId('app', world.appId) },
      charge: { kind: 'charge', id: publicId('charge', chargeId) },
    } as const
    for (const [kind, page] of Object.entries(pages)) expect(await search(page.id)).toEqual([{ kind, page }])
    expect(await search(publicId('request', chargeId))).toEqual([{ kind: 'charge', page: pages.charge }])
    expect(await search(`  ${world.walletId.toUpperCase()} `)).toEqual([{ kind: 'wallet', page: pages.wallet }])
    expect(await search(publicId('apiKey', world.apiKeyId))).toEqual([{ kind: 'apiKey', page: pages.app }])
    expect(await search(publicId('connection', world.connectionId))).toEqual([{ kind: 'wallet', page: pages.wallet }])
  })

  it('finds orders by Stripe’s ids, users by mail, and wallets by the developer’s own id', async () => {
    const order = await ledger.database.order.findFirstOrThrow({ where: { walletId: world.walletId } })
    const page = { kind: 'wallet', id: publicId('wallet', world.walletId) }
    expect(await search(order.paymentIntent ?? '')).toEqual([{ kind: 'order', page }])
    expect(await search(publicId('order', order.id))).toEqual([{ kind: 'order', page }])
    expect(await search(email.toUpperCase())).toEqual([{ kind: 'user', page: { kind: 'user', id: publicId('user', userId) } }])
    expect(await search('user_123')).toEqual([{ kind: 'externalUser', page }])
    expect(await search('pixel')).toContainEqual({ kind: 'app', page: { kind: 'app', id: publicId('app', world.appId) } })
  })

  it('finds nothing for what nobody knows, and shows nobody’s mail address', async () => {
    for (const text of [newId(), publicId('charge', newId()), 'pi_unknown', 'nobody@farebox.test', '%', "'; drop table lot; --", 'x']) {
      expect(await search(text)).toEqual([])
    }
    const { hits } = await console().search.byId({ text: publicId('user', userId) })
    expect(hits.map(({ title, detail }) => `${title} ${detail}`).join()).not.toContain('@')
  })
})

describe('a record', () => {
  it('M87: of a user shows wallets with their lots, orders and charges, and is written down', async () => {
    const facts = await console().records.user({ id: publicId('user', userId) })
    expect(facts).toMatchObject({ email, wallets: [{ available: dollars('8.04'), held: 0n, owed: 0n }] })
    const [wallet] = facts.wallets
    expect(wallet?.lots).toMatchObject([{ kind: 'topup', original: dollars('8.50'), available: dollars('8.04') }])
    expect(wallet?.charges).toMatchObject([{ id: publicId('charge', chargeId), total: dollars('0.46') }])
    expect(wallet?.fundingUpdates).toMatchObject([{ cause: 'topup.received', before: 0n, after: dollars('8.50') }])
    const read = await ledger.database.auditEntry.findFirstOrThrow({ where: { action: 'user.read' } })
    expect(read).toMatchObject({ actorId: support.id, subject: `user:${userId}` })
  })

  it('of an organization and an app shows earnings, people, keys and volume', async () => {
    const organization = await console().records.organization({ id: world.organizationId })
    expect(organization.accounts.find(({ account }) => account.kind === 'earnings_pending')?.balance).toBe(dollars('0.06'))
    const app = await console().records.app({ id: publicId('app', world.appId) })
    expect(app).toMatchObject({ users: [{ mode: 'live', count: 1 }], volume: { live: { calls: 1, spent: dollars('0.46') } } })
    expect(app.keys).toMatchObject([{ id: publicId('apiKey', world.apiKeyId), lastFour: '0000' }])
    expect(JSON.stringify(app.keys)).not.toContain('secret')
  })

  it('of a charge shows its parts, its hold and every transfer', async () => {
    const charge = await console().records.charge({ id: publicId('charge', chargeId) })
    expect(charge).toMatchObject({
      base: dollars('0.40'),
      markup: dollars('0.06'),
      hold: { state: 'settled' },
      walletId: publicId('wallet', world.walletId),
    })
    expect(charge.transfers.reduce((total, { amount }) => total + amount, 0n)).toBe(dollars('0.46'))
    expect(charge.transfers.every(({ debit }) => debit.lotKind === 'topup')).toBe(true)
  })

  it('M87: is refused to a role without its permission, and to a developer altogether', async () => {
    const engineer = asOperator(ledger.database, await makeOperator(ledger.url, 'engineer'))
    await expect(engineer.records.user({ id: publicId('user', userId) })).rejects.toThrow()
    await expect(engineer.records.wallet({ id: world.walletId })).rejects.toThrow()
    const nobody = asOperator(ledger.database, undefined)
    await expect(nobody.search.byId({ text: email })).rejects.toThrow()
    await expect(nobody.explain.balance({ account: { kind: 'wallet', id: world.walletId } })).rejects.toThrow()
    expect(await ledger.database.auditEntry.count({ where: { actorId: { notIn: [support.id] }, action: 'user.read' } })).toBe(0)
  })

  it('that does not exist is not found', async () => {
    for (const record of ['user', 'wallet', 'organization', 'app', 'charge'] as const) {
      await expect(console().records[record]({ id: newId() })).rejects.toThrow(/no such/)
    }
  })
})
