// Who pays: one rule, three ways to name a user, and nothing charged to anyone who was not named.
import {
  dollars,
  makeApp,
  makeKey,
  makeRider,
  makeUser,
  organizationWalletId,
  payIn,
  topUp,
  type WorldApp,
  type WorldKey,
  walletTotals,
} from '@farebox/billing/testing'
import OpenAI from 'openai'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Asked, ask } from './testing/ask.ts'
import { startGateway, type TestGateway } from './testing/start-gateway.ts'

let gateway: TestGateway
let app: WorldApp
let userKey: WorldKey
let developerKey: WorldKey
let organizationWallet: string
beforeAll(async () => {
  gateway = await startGateway()
  app = await makeApp(gateway.database)
  userKey = await makeKey(gateway.database, app)
  developerKey = await makeKey(gateway.database, app, { billingMode: 'developer' })
  organizationWallet = await organizationWalletId(gateway.database, app)
})
afterAll(() => gateway.stop())

const available = async (walletId: string) => (await walletTotals(gateway.database, walletId)).available
const messages = [{ role: 'user' as const, content: 'Hello!' }]

describe('who pays', () => {
  it('S10: with a developer key the organization pays base, no markup, and no user is touched; with a user key: payer_required', async () => {
    const bystander = await makeUser(gateway.database, app, 'bystander')
    await topUp(gateway.database, bystander.walletId, dollars('1'))
    await payIn(gateway.database, { walletId: organizationWallet, creditMicrocents: dollars('10') })
    gateway.standIn.tally.reset()
    const client = new OpenAI({ apiKey: developerKey.secret, baseURL: `${gateway.url}/v1` })
    const answer = await client.chat.completions.create({ model: 'gpt-4o', messages })
    const cost = BigInt(gateway.standIn.tally.totals().costMicrocents)
    expect(answer.usage).toMatchObject({ cost_details: { markup: '0.00000000' } })
    expect(await available(organizationWallet)).toBe(dollars('10') - cost)
    expect(await available(bystander.walletId)).toBe(dollars('1'))

    const wrong = new OpenAI({ apiKey: userKey.secret, baseURL: `${gateway.url}/v1`, maxRetries: 0 })
    await expect(wrong.chat.completions.create({ model: 'gpt-4o', messages })).rejects.toMatchObject({
      status: 400,
      code: 'payer_required',
    })
  })

  it('S11: X-Quota-User with gpt-4o-mini: the linked user pays, and the quota block says what', async () => {
    const walletId = await makeRider(gateway.database, [app], 'quota_user', dollars('2'))
    await payIn(gateway.database, { walletId, creditMicrocents: dollars('8.50') })
    const { json } = await ask(gateway, { secret: userKey.secret, model: 'gpt-4o-mini', headers: { 'x-quota-user': 'quota_user' } })
    const left = await available(walletId)
    const spent = dollars('8.50') - left
    expect(spent).toBeGreaterThan(0n)
    // What this app may spend is the limit, not the wallet.
    expect(json.quota).toEqual({
      credits_used: json.usage.cost,
      balance_before: '2.00000000',
      balance_after: `1.${String(100_000_000n - spent).padStart(8, '0')}`,
      billing_mode: 'user',
    })
  })

  it('S12: the same user by path and by header: one wallet, one limit, one price', async () => {
    const walletId = await makeRider(gateway.database, [app], 'user_123', dollars('1'))
    await payIn(gateway.database, { walletId, creditMicrocents: dollars('5') })
    const byPath = await ask(gateway, { secret: userKey.secret, user: 'user_123' })
    const byHeader = await ask(gateway, { secret: userKey.secret, headers: { 'x-farebox-user': 'user_123' } })
    const byBoth = await ask(gateway, { secret: userKey.secret, user: 'user_123', headers: { 'x-farebox-user': 'user_123' } })
    expect(new Set([byPath, byHeader, byBoth].map(({ json }) => json.usage.cost)).size).toBe(1)
    const used = await gateway.database.connection.findFirst({ where: { walletId } })
    expect(used?.windowUsedMicrocents).toBe(dollars('5') - (await available(walletId)))
  })

  it('S14: one top-up pays in two apps of two organizations; each earns only its own', async () => {
    const other = await makeApp(gateway.database, { name: 'Lingo', markupBps: 3_000 })
    const otherKey = await makeKey(gateway.database, other)
    const walletId = await makeRider(gateway.database, [app, other], 'rider')
    await payIn(gateway.database, { walletId, creditMicrocents: dollars('8.50') })
    const first = await ask(gateway, { secret: userKey.secret, user: 'rider' })
    const second = await ask(gateway, { secret: otherKey.secret, user: 'rider' })
    const charges = await gateway.database.charge.findMany({ where: { walletId }, orderBy: { id: 'asc' } })
    expect(charges.map(({ organizationId, markupBps }) => ({ organizationId, markupBps }))).toEqual([
      { organizationId: app.organizationId, markupBps: 1_500 },
      { organizationId: other.organizationId, markupBps: 3_000 },
    ])
    expect(first.json.usage.cost_details.base).toBe(second.json.usage.cost_details.base)
    const list = await fetch(`${gateway.url}/v1/charges?external_user_id=rider`, {
      headers: { authorization: `Bearer ${otherKey.secret}` },
    })
    expect(((await list.json()) as { data: { id: string }[] }).data.map(({ id }) => id)).toEqual([second.json.farebox.charge_id])
  })

  it('a wallet that was claimed is found again at its new place', async () => {
    const user = await makeUser(gateway.database, app, 'claimer')
    await topUp(gateway.database, user.walletId, dollars('1'))
    await ask(gateway, { secret: userKey.secret, user: 'claimer' })
    const claimed = await makeRider(gateway.database, [app], 'claimed_elsewhere')
    await payIn(gateway.database, { walletId: claimed, creditMicrocents: dollars('1') })
    const { connectionId } = await gateway.database.externalUser.findFirstOrThrow({ where: { walletId: claimed } })
    await gateway.database.externalUser.updateMany({ where: { walletId: user.walletId }, data: { walletId: claimed, connectionId } })
    await gateway.database.wallet.update({ where: { id: user.walletId }, data: { status: 'closing' } })
    const headers = { authorization: `Bearer ${userKey.secret}` }
    const balance = await (await fetch(`${gateway.url}/v1/users/claimer/balance`, { headers })).json()
    expect(balance).toMatchObject({ available: '1.00000000', topup_url: 'http://wallet.localhost/top-up' })
    const { status } = await ask(gateway, { secret: userKey.secret, user: 'claimer' })
    expect(status).toBe(200)
    expect(await available(claimed)).toBeLessThan(dollars('1'))
  })
})

describe('who may not be charged', () => {
  it('a developer key that names a user: payer_not_allowed', async () => {
    const ways: Partial<Asked>[] = [
      { user: 'user_123' },
      { headers: { 'x-farebox-user': 'user_123' } },
      { headers: { 'x-quota-user': 'user_123' } },
    ]
    for (const named of ways) {
      const { status, json } = await ask(gateway, { secret: developerKey.secret, ...named })
      expect([status, json.error.code]).toEqual([400, 'payer_not_allowed'])
    }
  })

  it('path and header that differ: payer_ambiguous', async () => {
    const { status, json } = await ask(gateway, { secret: userKey.secret, user: 'user_123', headers: { 'x-farebox-user': 'rider' } })
    expect([status, json.error.code]).toEqual([400, 'payer_ambiguous'])
    const headers = { 'x-quota-user': 'user_123', 'x-farebox-user': 'rider' }
    expect((await ask(gateway, { secret: userKey.secret, headers })).json.error.code).toBe('payer_ambiguous')
  })

  it('a user this app does not know: user_not_found with a way to connect; a user of another app: the same', async () => {
    const other = await makeApp(gateway.database, { name: 'Elsewhere' })
    await makeUser(gateway.database, other, 'their_user')
    for (const user of ['nobody', 'their_user']) {
      const { status, json } = await ask(gateway, { secret: userKey.secret, user })
      expect([status, json.error.code]).toEqual([404, 'user_not_found'])
      expect(json.error.metadata.connect_url).toMatch(/^http:\/\/wallet\.localhost\/connect\?app=app_\w+&user=/)
    }
  })
})
