// A quote says what the call then costs: at most, and expected; it decides as a hold does, and holds nothing.
import {
  dollars,
  grant,
  makeApp,
  makeKey,
  makeRider,
  makeUser,
  organizationWalletId,
  payIn,
  type WorldApp,
  type WorldKey,
  walletTotals,
} from '@farebox/billing/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ask } from './testing/ask.ts'
import { startGateway, type TestGateway } from './testing/start-gateway.ts'

let gateway: TestGateway
let app: WorldApp
let key: WorldKey
let users = 0
beforeAll(async () => {
  gateway = await startGateway()
  app = await makeApp(gateway.database)
  key = await makeKey(gateway.database, app, { requestsPerMinute: 10_000 })
})
afterAll(() => gateway.stop())

type Amounts = { charge: string; charge_microcents: string; base: string; markup: string }
type Quote = {
  model: string
  provider: string
  affordable: boolean
  code: string | null
  expected: Amounts & { input_tokens: number; output_tokens: number }
  max: Amounts
  max_tokens: number
  clamp: { max_tokens: number; wanted: number } | null
  available: string
  models?: { model: string; max_tokens: number }[]
  metadata: Record<string, unknown>
  error?: { code: string; param: string }
}

async function rider(balance = '5') {
  users += 1
  const user = `rider_${users}`
  const walletId = await makeRider(gateway.database, [app], user)
  if (balance !== '0') await payIn(gateway.database, { walletId, creditMicrocents: dollars(balance) })
  return { user, walletId }
}

async function quote(user: string | undefined, body: object, { secret = key.secret, headers = {} } = {}) {
  const path = user === undefined ? '/v1/quote' : `/v1/users/${user}/quote`
  const reply = await fetch(gateway.url + path, {
    method: 'POST',
    headers: { authorization: `Bearer ${secret}`, 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ messages: [{ role: 'user', content: 'Say hello.' }], ...body }),
  })
  return { status: reply.status, json: (await reply.json()) as Quote }
}

describe('a quote', () => {
  it('is the most the call is then held for, and no call costs more', async () => {
    const { user, walletId } = await rider()
    const body = { model: 'gpt-4o', max_tokens: 300 }
    const { status, json } = await quote(user, body)
    expect([status, json.affordable, json.code, json.model, json.provider]).toEqual([200, true, null, 'gpt-4o', 'openai'])
    expect([json.max_tokens, json.clamp, json.available]).toEqual([300, null, '5.00000000'])
    // 300 tokens of output at $10 a million, and the input; 15 % on it.
    expect(BigInt(json.max.charge_microcents)).toBeGreaterThan(300_000n)
    expect(dollars(json.max.base) + dollars(json.max.markup)).toBe(dollars(json.max.charge))
    expect(await gateway.database.hold.count({ where: { walletId } })).toBe(0)
    expect(await walletTotals(gateway.database, walletId)).toEqual({ available: dollars('5'), held: 0n })

    const filled = await ask(gateway, { secret: key.secret, user, ...body })
    expect(filled.json.farebox.hold).toBe(json.max.charge)
    expect(json.expected.input_tokens).toBe(filled.json.usage.prompt_tokens)
    expect(json.expected.output_tokens).toBe(100)
    // $2.50 and $10 a million.
    const base = (BigInt(json.expected.input_tokens) * 250_000_000n + 100n * 1_000_000_000n + 999_999n) / 1_000_000n
    expect(json.expected.charge_microcents).toBe(String(base + (base * 1_500n) / 10_000n))
    expect(dollars(filled.json.usage.cost)).toBeLessThan(dollars(json.max.charge))
  })

  it('says the clamp the call would get', async () => {
    const { user } = await rider('0.01')
    const { json } = await quote(user, { model: 'gpt-4o', max_tokens: 16_000 })
    expect(json).toMatchObject({ affordable: true, clamp: { max_tokens: json.max_tokens, wanted: 16_000 } })
    const { headers } = await ask(gateway, { secret: key.secret, user, max_tokens: 16_000 })
    expect(headers.get('x-farebox-max-tokens-clamped')).toBe(String(json.max_tokens))
    const off = await quote(user, { model: 'gpt-4o', max_tokens: 16_000 }, { headers: { 'x-farebox-clamp': 'off' } })
    expect(off.json).toMatchObject({ affordable: false, code: expect.stringMatching(/^(wallet_empty|funds_held)$/), clamp: null })
  })

  it('says what is missing, where it cannot be paid, and what it would cost all the same', async () => {
    const { user } = await rider('0')
    const { status, json } = await quote(user, { model: 'gpt-4o', max_tokens: 300 })
    expect(status).toBe(200)
    expect(json).toMatchObject({ affordable: false, code: 'wallet_empty', metadata: { topup_url: expect.stringContaining('/top-up') } })
    const able = await quote((await rider()).user, { model: 'gpt-4o', max_tokens: 300 })
    // As much, or less: to refuse, the input was counted and not only bounded.
    expect(dollars(json.max.charge)).toBeGreaterThan(345_000n)
    expect(dollars(json.max.charge)).toBeLessThanOrEqual(dollars(able.json.max.charge))
  })

  it('knows max_charge', async () => {
    const { user } = await rider()
    const { json } = await quote(user, { model: 'gpt-4o', max_tokens: 16_000, max_charge: '0.01' })
    expect(dollars(json.max.charge)).toBeLessThanOrEqual(dollars('0.01'))
    expect(json.clamp?.max_tokens).toBe(json.max_tokens)
    expect((await quote(user, { model: 'gpt-4o', max_charge: '0.00000001' })).json).toMatchObject({
      affordable: false,
      code: 'call_limit_reached',
    })
  })

  it('adds no markup to what a grant pays, nor where the developer pays', async () => {
    const guest = await makeUser(gateway.database, app, 'granted')
    await grant(gateway.database, app, guest.walletId, dollars('1'))
    const { json } = await quote('granted', { model: 'gpt-4o-mini', max_tokens: 100 })
    expect([json.affordable, json.max.markup, json.expected.markup]).toEqual([true, '0.00000000', '0.00000000'])

    await payIn(gateway.database, { walletId: await organizationWalletId(gateway.database, app), creditMicrocents: dollars('1') })
    const developer = await makeKey(gateway.database, app, { billingMode: 'developer' })
    const own = await quote(undefined, { model: 'gpt-4o-mini', max_tokens: 100 }, { secret: developer.secret })
    expect([own.json.affordable, own.json.expected.markup]).toEqual([true, '0.00000000'])
  })

  it('of a list is the most over all, and says how much of each it buys', async () => {
    const { user, walletId } = await rider()
    const models = ['gpt-4o-mini', 'claude-sonnet-4', 'o1-mini']
    const { json } = await quote(user, { models, max_tokens: 500 })
    const dearest = await quote(user, { model: 'claude-sonnet-4', max_tokens: 500 })
    expect(dollars(json.max.charge)).toBeGreaterThanOrEqual(dollars(dearest.json.max.charge))
    expect(json.models?.map(({ model, max_tokens }) => [model, max_tokens])).toEqual([
      ['gpt-4o-mini', 500],
      ['claude-sonnet-4-20250514', 500],
      ['o1-mini', 500],
    ])
    const { json: called } = await ask(gateway, { secret: key.secret, user, models, max_tokens: 500 })
    expect(called.farebox.hold).toBe(json.max.charge)
    expect(await gateway.database.hold.count({ where: { walletId } })).toBe(1)
  })

  it('is refused as the call would be, where money is not what is missing', async () => {
    const { user, walletId } = await rider()
    expect((await quote(user, { model: 'gpt-4oo' })).json.error?.code).toBe('model_not_found')
    expect((await quote(user, { model: 'gpt-4o', temprature: 1 })).json.error).toMatchObject({
      code: 'unsupported_parameter',
      param: 'temprature',
    })
    expect((await quote('nobody', { model: 'gpt-4o' })).json.error?.code).toBe('user_not_found')
    await gateway.database.wallet.update({ where: { id: walletId }, data: { status: 'paused' } })
    const paused = await quote(user, { model: 'gpt-4o' })
    expect([paused.status, paused.json.error?.code]).toEqual([403, 'wallet_paused'])
  })

  it('fifty at once, beside calls, disturb nothing', async () => {
    const { user, walletId } = await rider()
    const asks = Array.from({ length: 50 }, (_, at) =>
      at % 5 === 0 ? ask(gateway, { secret: key.secret, user, max_tokens: 100 }) : quote(user, { model: 'gpt-4o', max_tokens: 100 }),
    )
    expect((await Promise.all(asks)).map(({ status }) => status)).toEqual(Array(50).fill(200))
    const charges = await gateway.database.charge.findMany({ where: { walletId } })
    expect(charges).toHaveLength(10)
    const spent = charges.reduce((sum, charge) => sum + charge.baseMicrocents + charge.markupMicrocents, 0n)
    expect(await walletTotals(gateway.database, walletId)).toEqual({ available: dollars('5') - spent, held: 0n })
  })
})
