// Developers' own services over HTTP, with real PostgreSQL: reserved, settled, charged in one step, given back. S3–S5.

import {
  dollars,
  fundPool,
  grant,
  makeApp,
  makeKey,
  makeRider,
  makeUser,
  organizationWalletId,
  topUp,
  type WorldApp,
  walletTotals,
} from '@farebox/billing/testing'
import { connectAsOwner } from '@farebox/db/testing'
import { microcents } from '@farebox/money'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startGateway, type TestGateway } from '../testing/start-gateway.ts'

let gateway: TestGateway
let app: WorldApp
let secret: string
let developerSecret: string
let calls = 0

type Json = Record<string, unknown> & { metadata?: Record<string, unknown> }
type Answer = { status: number; type: string; json: Json }

async function send(
  path: string,
  body?: object,
  headers: Record<string, string> = {},
  method = body === undefined ? 'GET' : 'POST',
): Promise<Answer> {
  const reply = await fetch(gateway.url + path, {
    method,
    headers: { authorization: `Bearer ${secret}`, ...(body && { 'content-type': 'application/json' }), ...headers },
    ...(body && { body: JSON.stringify(body) }),
  })
  return { status: reply.status, type: reply.headers.get('content-type') ?? '', json: (await reply.json()) as Json }
}
const key = (name = `call-${++calls}`) => ({ 'idempotency-key': name })
const hold = (body: object, headers = key()) => send('/v1/holds', body, headers)
const charge = (body: object, headers = key()) => send('/v1/charges', body, headers)
const settle = (id: unknown, body: object) => send(`/v1/holds/${id}/settle`, body)
const release = (id: unknown) => send(`/v1/holds/${id}/release`, {})

beforeAll(async () => {
  gateway = await startGateway()
  app = await makeApp(gateway.database)
  secret = (await makeKey(gateway.database, app, { requestsPerMinute: 100_000 })).secret
  developerSecret = (await makeKey(gateway.database, app, { billingMode: 'developer' })).secret
  await send('/v1/services', { name: 'speech', price: { microcents: 400, per: 'character' } })
  await send('/v1/services', { name: 'ocr', price: { cents: 150, per: 1_000, unit: 'page' } })
  await send('/v1/services', { name: 'thumbnail', price: { cents: 5, per: 1, unit: 'image' }, description: 'A small picture' })
})
afterAll(() => gateway.stop())

let riders = 0
/** A claimed wallet with so many dollars in it. */
async function rider(amount: string): Promise<{ user: string; walletId: string }> {
  const user = `rider-${++riders}`
  const walletId = await makeRider(gateway.database, [app], user)
  await topUp(gateway.database, walletId, dollars(amount))
  return { user, walletId }
}
const left = async (walletId: string) => (await walletTotals(gateway.database, walletId)).available

describe('services', () => {
  it('are listed with their price in every form and in one sentence', async () => {
    const { status, json } = await send('/v1/services')
    expect(status).toBe(200)
    expect((json.data as Json[]).filter((service) => service.built_in).length).toBeGreaterThan(0)
    const byName = Object.fromEntries((json.data as Json[]).map((service) => [service.name, service]))
    expect(byName.ocr).toMatchObject({ unit: 'page', price: { cents: 150, per: 1_000, unit: 'page' }, explained: '$1.50 per 1,000 pages.' })
    expect(byName.speech).toMatchObject({ unit: 'character', pricing: { lines: [{ meter: 'character', dollars: '4.00000000' }] } })
    expect(byName.thumbnail).toMatchObject({ id: expect.stringMatching(/^svc_/), description: 'A small picture', next_price: null })
  })

  it('announce a new price at least 60 seconds ahead; the same price again changes nothing', async () => {
    const price = { cents: 5, per: 1, unit: 'poem' }
    expect((await send('/v1/services', { name: 'poem', price })).status).toBe(201)
    expect(await send('/v1/services', { name: 'poem', price })).toMatchObject({ status: 200, json: { next_price: null } })
    const raised = await send('/v1/services', { name: 'poem', price: { ...price, cents: 6 } })
    expect(raised.json).toMatchObject({ price, next_price: { price: { ...price, cents: 6 } } })
    const startsAt = Date.parse((raised.json.next_price as Json).starts_at as string)
    expect(startsAt).toBeGreaterThan(Date.now() + 55_000)
    const tooSoon = await send('/v1/services', {
      name: 'poem',
      price: { ...price, cents: 7 },
      starts_at: new Date(Date.now() + 30_000).toISOString(),
    })
    expect([tooSoon.status, tooSoon.json.param]).toEqual([400, 'starts_at'])
    // Announced again, the later word counts.
    const again = await send('/v1/services', {
      name: 'poem',
      price: { ...price, cents: 8 },
      starts_at: new Date(Date.now() + 90_000).toISOString(),
    })
    expect((again.json.next_price as Json).price).toEqual({ ...price, cents: 8 })
  })
})

describe('a fixed cost', () => {
  it('S3: 400 microcents a character: "Hello, world!" is 5,200, charged in one step', async () => {
    const { user, walletId } = await rider('1.00')
    const before = await left(walletId)
    const { status, json } = await charge({ service: 'speech', user, units: 'Hello, world!'.length })
    expect([status, json.total_microcents, json.usage]).toEqual([201, '5200', { character: 13 }])
    expect(before - (await left(walletId))).toBe(5_200n)
    expect(json).toMatchObject({
      object: 'charge',
      model: 'service:speech',
      service: 'speech',
      provider: 'developer',
      cost_details: { margin: '0.00000000' },
    })
  })

  it('S4: 150 ¢ per 1,000 pages: 3 pages are 450,000', async () => {
    const { user, walletId } = await rider('1.00')
    expect((await charge({ service: 'ocr', user, units: 3 })).json.total_microcents).toBe('450000')
    expect(await left(walletId)).toBe(dollars('1.00') - 450_000n)
  })

  it('S5: fundingAllowed at exactly the minimum is true, one microcent below false', async () => {
    const { user } = await rider('0.40')
    const ask = (minimum: bigint) => send('/v1/funding/allowed', { external_user_id: user, minimum_microcents: String(minimum) })
    expect((await ask(dollars('0.40'))).json).toMatchObject({ object: 'funding', allowed: true, code: null, available: '0.40000000' })
    expect((await ask(dollars('0.40') + 1n)).json).toMatchObject({
      allowed: false,
      code: 'insufficient_funds',
      topup_url: expect.any(String),
    })
    expect((await send('/v1/funding/allowed', { user, minimum: 0.4, service: 'ocr' })).json.allowed).toBe(true)
    expect((await send('/v1/funding/allowed', { user, minimum: '0.40000001', service: 'ocr' })).json.allowed).toBe(false)
    // Asking reserved nothing, fifty times over.
    const answers = await Promise.all(Array.from({ length: 50 }, () => ask(dollars('0.40'))))
    expect(answers.every(({ json }) => json.allowed === true)).toBe(true)
    expect(await gateway.database.hold.count({ where: { externalUserId: user } })).toBe(0)
  })

  it('S5: two parallel recordCost of the last cent: one succeeds, one insufficient_funds', async () => {
    await send('/v1/services', { name: 'cent', price: { cents: 1, per: 1, unit: 'piece' } })
    for (let round = 0; round < 20; round++) {
      const { user, walletId } = await rider('0.01')
      const both = await Promise.all([charge({ service: 'cent', user, units: 1 }), charge({ service: 'cent', user, units: 1 })])
      expect(both.map(({ status }) => status).sort()).toEqual([201, 402])
      const refused = both.find(({ status }) => status === 402)
      expect(refused).toMatchObject({
        type: expect.stringContaining('application/problem+json'),
        json: { type: '/errors/insufficient_funds', charged: false },
      })
      expect(refused?.json.metadata).toMatchObject({ topup_url: expect.any(String) })
      expect(await left(walletId)).toBe(0n)
    }
  })

  it('is charged once for one Idempotency-Key, and not at all for other units under it', async () => {
    const { user, walletId } = await rider('1.00')
    const once = key()
    const answers = await Promise.all(Array.from({ length: 8 }, () => charge({ service: 'ocr', user, units: 2 }, once)))
    expect(new Set(answers.map(({ json }) => json.id)).size).toBe(1)
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 200, 200, 200, 200, 200, 200, 201])
    expect(await charge({ service: 'ocr', user, units: 3 }, once)).toMatchObject({ status: 422, json: { code: 'idempotency_mismatch' } })
    expect(await left(walletId)).toBe(dollars('1.00') - 300_000n)
  })

  it('is paid by the organization where the key says so, and earns nothing', async () => {
    const wallet = await organizationWalletId(gateway.database, app)
    await topUp(gateway.database, wallet, dollars('2.00'))
    const { status, json } = await send(
      '/v1/charges',
      { service: 'thumbnail', units: 2 },
      { ...key(), authorization: `Bearer ${developerSecret}` },
    )
    expect([status, json.total, json.markup]).toEqual([201, '0.10000000', '0.00000000'])
    const earned = await gateway.database.transfer
      .count({ where: { debitKind: 'lot', creditKind: 'earnings_pending', transactionId: { not: '' }, walletId: wallet } })
      .catch(() => 0)
    expect(earned).toBe(0)
  })
})

describe('a hold of a service', () => {
  it('reserves the most, and is settled to what it came to', async () => {
    const { user, walletId } = await rider('1.00')
    const opened = await hold({ service: 'thumbnail', user, units_max: 10 })
    expect(opened).toMatchObject({
      status: 201,
      json: { object: 'hold', status: 'open', units_max: 10, amount_max: '0.50000000', charge_id: null },
    })
    expect(await walletTotals(gateway.database, walletId)).toEqual({ available: dollars('0.50'), held: dollars('0.50') })
    const settled = await settle(opened.json.id, { units: 3 })
    expect(settled).toMatchObject({
      status: 200,
      json: { status: 'settled', charged: '0.15000000', charge_id: expect.stringMatching(/^ch_/) },
    })
    expect(await walletTotals(gateway.database, walletId)).toEqual({ available: dollars('0.85'), held: 0n })
    const receipt = await send(`/v1/charges/${settled.json.charge_id}`)
    expect(receipt.json).toMatchObject({ total: '0.15000000', usage: { image: 3 }, external_user_id: user })
    expect((await send(`/v1/holds/${opened.json.id}`)).json).toEqual(settled.json)
  })

  it('may be opened and settled in dollars', async () => {
    const { user, walletId } = await rider('1.00')
    const opened = await hold({ service: 'thumbnail', user, amount_max: 0.5 })
    expect(opened.json).toMatchObject({ units_max: null, amount_max: '0.50000000' })
    expect((await settle(opened.json.id, { amount: '0.12345678' })).json).toMatchObject({ status: 'settled', charged: '0.12345678' })
    expect(await left(walletId)).toBe(dollars('0.87654322'))
  })

  it('opened again with the same key is the same hold, settled or not', async () => {
    const { user, walletId } = await rider('1.00')
    const once = key()
    const [first, second] = [
      await hold({ service: 'ocr', user, units_max: 5 }, once),
      await hold({ service: 'ocr', user, units_max: 5 }, once),
    ]
    expect(second.json).toEqual(first.json)
    await settle(first.json.id, { units: 5 })
    expect((await hold({ service: 'ocr', user, units_max: 5 }, once)).json).toMatchObject({ id: first.json.id, status: 'settled' })
    expect(await left(walletId)).toBe(dollars('1.00') - 750_000n)
    expect((await hold({ service: 'ocr', user, units_max: 6 }, once)).json.code).toBe('idempotency_mismatch')
  })

  it('two parallel spenders of the last cent: one wins', async () => {
    const { user } = await rider('0.05')
    const both = await Promise.all([hold({ service: 'thumbnail', user, units_max: 1 }), hold({ service: 'thumbnail', user, units_max: 1 })])
    expect(both.map(({ status }) => status).sort()).toEqual([201, 402])
    // The other is told that the money is only held, when it is.
    expect(both.find(({ status }) => status === 402)?.json).toMatchObject({ type: '/errors/insufficient_funds', code: 'funds_held' })
    await release(both.find(({ status }) => status === 201)?.json.id)
    expect((await charge({ service: 'thumbnail', user, units: 1 })).status).toBe(201)
  })

  it('keeps the price it was opened at, whatever is announced meanwhile', async () => {
    await send('/v1/services', { name: 'changing', price: { cents: 10, per: 1, unit: 'piece' } })
    const { user, walletId } = await rider('2.00')
    const opened = await hold({ service: 'changing', user, units_max: 4 })
    await send('/v1/services', { name: 'changing', price: { cents: 20, per: 1, unit: 'piece' } })
    const owner = await connectAsOwner(gateway.databaseUrl)
    // A minute later the announced price holds.
    await owner.query(`update service_price set starts_at = starts_at - interval '2 minutes', ends_at = ends_at - interval '2 minutes'
                        where service_id = (select id from service where name = 'changing')`)
    await owner.end()
    expect((await settle(opened.json.id, { units: 3 })).json).toMatchObject({ charged: '0.30000000' })
    expect((await charge({ service: 'changing', user, units: 3 })).json.total).toBe('0.60000000')
    expect(await left(walletId)).toBe(dollars('1.10'))
  })

  it('that crashes between reserve and settle charges nothing: its lease ends, and the money is free', async () => {
    const { user, walletId } = await rider('0.50')
    const opened = await hold({ service: 'thumbnail', user, units_max: 10 })
    const owner = await connectAsOwner(gateway.databaseUrl)
    await owner.query(`update hold set lease_until = now() - interval '1 second' where external_user_id = '${user}'`)
    await owner.end()
    expect((await charge({ service: 'thumbnail', user, units: 10 })).status).toBe(201)
    expect(await left(walletId)).toBe(0n)
    expect((await send(`/v1/holds/${opened.json.id}`)).json).toMatchObject({ status: 'expired', charge_id: null })
    expect((await settle(opened.json.id, { units: 1 })).json.code).toBe('hold_expired')
    expect((await send(`/v1/holds/${opened.json.id}/renew`, {})).json.code).toBe('hold_expired')
  })

  it('G47: a job that fails and is tried again is paid once: what is given back is of the attempt that is named, and once', async () => {
    const { user, walletId } = await rider('1.00')
    const [failed, retried] = [
      await hold({ service: 'thumbnail', user, units_max: 6 }),
      await hold({ service: 'thumbnail', user, units_max: 6 }),
    ]
    expect(await walletTotals(gateway.database, walletId)).toEqual({ available: dollars('0.40'), held: dollars('0.60') })
    for (const _ of ['once', 'and again']) {
      expect((await release(failed.json.id)).json).toMatchObject({ status: 'released', charge_id: null })
      expect(await walletTotals(gateway.database, walletId)).toEqual({ available: dollars('0.70'), held: dollars('0.30') })
    }
    const settled = await settle(retried.json.id, { units: 4 })
    expect((await settle(failed.json.id, { units: 4 })).status).toBe(409)
    expect((await release(retried.json.id)).status).toBe(409)
    expect(await walletTotals(gateway.database, walletId)).toEqual({ available: dollars('0.80'), held: 0n })
    // The picture was broken after all, and the worker reports it for each attempt, twice.
    const giveBack = (id: unknown) => send(`/v1/charges/${id}/reverse`, { reason: 'the job failed' })
    const asked = [failed.json.id, settled.json.charge_id, failed.json.id, settled.json.charge_id]
    const answers: number[] = []
    for (const id of asked) answers.push((await giveBack(String(id).replace('hold_', 'ch_'))).status)
    expect(answers).toEqual([404, 200, 404, 409])
    expect(await walletTotals(gateway.database, walletId)).toEqual({ available: dollars('1.00'), held: 0n })
  })

  it('lives as long as it is renewed, and says when the user has stopped it', async () => {
    const { user, walletId } = await rider('0.50')
    const opened = await hold({ service: 'thumbnail', user, units_max: 1 })
    const owner = await connectAsOwner(gateway.databaseUrl)
    await owner.query(`update hold set lease_until = now() + interval '1 second' where external_user_id = '${user}'`)
    const renewed = await send(`/v1/holds/${opened.json.id}/renew`, {})
    expect(Date.parse(renewed.json.lease_until as string)).toBeGreaterThan(Date.now() + 50_000)
    expect(renewed.json.stop_reason).toBeNull()
    await owner.query(`update wallet set status = 'paused' where id = '${walletId}'`)
    await owner.end()
    expect((await send(`/v1/holds/${opened.json.id}/renew`, {})).json.stop_reason).toBe('wallet_paused')
    // What was begun may still be charged.
    expect((await settle(opened.json.id, { units: 1 })).json.status).toBe('settled')
  })

  it('takes grants first; what they pay goes back to the developer’s balance, and earns nothing', async () => {
    const { user, walletId } = await rider('0.10')
    await fundPool(gateway.database, app, dollars('1.00'))
    await grant(gateway.database, app, walletId, dollars('0.05'))
    const { json } = await charge({ service: 'thumbnail', user, units: 2 })
    expect(json).toMatchObject({
      total: '0.10000000',
      base: '0.05000000',
      markup: '0.05000000',
      cost_details: { provider_cost: '0.05000000', margin: '0.00000000' },
    })
    expect(json.sources).toEqual([
      { kind: 'grant', amount: '0.05000000' },
      { kind: 'topup', amount: '0.05000000' },
    ])
    expect(await left(walletId)).toBe(microcents(dollars('0.05')))
  })
})

describe('a charge given back over HTTP', () => {
  it('is given back once; its receipt says so', async () => {
    const { user, walletId } = await rider('1.00')
    const { json } = await charge({ service: 'thumbnail', user, units: 4 })
    expect((await send(`/v1/charges/${json.id}`)).json.reversed).toBeUndefined()
    expect((await send(`/v1/charges/${json.id}/reverse`, {})).status).toBe(400)
    const back = await send(`/v1/charges/${json.id}/reverse`, { reason: 'a blurred picture' })
    expect(back).toMatchObject({ status: 200, json: { object: 'reversal', charge_id: json.id, amount: '0.20000000' } })
    expect(await left(walletId)).toBe(dollars('1.00'))
    const again = await send(`/v1/charges/${json.id}/reverse`, { reason: 'a blurred picture' })
    expect([again.status, again.json.type]).toEqual([409, '/errors/charge_already_reversed'])
    expect(await left(walletId)).toBe(dollars('1.00'))
    expect((await send(`/v1/charges/${json.id}`)).json.reversed).toMatchObject({ amount: '0.20000000' })
  })
})

describe('a service priced per token', () => {
  it('S2: 1,000 in and 500 out at 200/600 ¢ per million are 500,000, without a markup; reserved and settled by meter', async () => {
    const price = { currency: 'usd-cents', tokens: 1_000_000, input: 200, output: 600 }
    const { json } = await send('/v1/services', { name: 'own-model', price })
    expect(json).toMatchObject({ unit: 'token', explained: '$2.00 per 1,000,000 input tokens and $6.00 per 1,000,000 output tokens.' })
    const { user, walletId } = await rider('1.00')
    const charged = await charge({ service: 'own-model', user, units: { input: 1_000, output: 500 } })
    expect([charged.json.total_microcents, charged.json.usage]).toEqual(['500000', { input: 1_000, output: 500 }])
    const opened = await hold({ service: 'own-model', user, units_max: { input: 1_000, output: 4_000 } })
    expect(opened.json).toMatchObject({ amount_max_microcents: '2600000', units_max: null })
    expect((await settle(opened.json.id, { units: { input: 900, output: 100 } })).json.charged_microcents).toBe('240000')
    expect(await left(walletId)).toBe(dollars('1.00') - 740_000n)
    expect((await charge({ service: 'own-model', user, units: 5 })).json.detail).toContain('input')
    expect((await charge({ service: 'own-model', user, units: { image: 5 } })).json.param).toBe('units.image')
    expect((await charge({ service: 'own-model', user, units: { input: 0 } })).status).toBe(400)
  })
})

describe('a sandbox key', () => {
  it('meters services like a live one, with play money', async () => {
    const sandbox = await makeKey(gateway.database, app, { mode: 'sandbox' })
    await makeUser(gateway.database, app, 'player', 'sandbox')
    const headers = { ...key(), authorization: `Bearer ${sandbox.secret}` }
    expect((await send('/v1/charges', { service: 'thumbnail', user: 'player', units: 2 }, headers)).json.total).toBe('0.10000000')
  })
})

describe('the API’s own description', () => {
  it('names every route of metered services', async () => {
    const { json } = await send('/openapi.json')
    const paths = Object.keys(json.paths as object)
    const routes = ['/v1/funding/allowed', '/v1/services', '/v1/holds', '/v1/holds/{id}', '/v1/charges', '/v1/charges/{id}/reverse']
    const deeds = ['settle', 'release', 'renew'].map((deed) => `/v1/holds/{id}/${deed}`)
    expect(paths).toEqual(expect.arrayContaining([...routes, ...deeds]))
  })
})

describe('money of a wallet nobody has claimed', () => {
  it('buys models, and no developer’s own service: the answer says so', async () => {
    const { walletId } = await makeUser(gateway.database, app, 'nobody-1')
    await topUp(gateway.database, walletId, dollars('5.00'))
    expect(await charge({ service: 'thumbnail', user: 'nobody-1', units: 1 })).toMatchObject({
      status: 403,
      json: { type: '/errors/wallet_unclaimed', code: 'wallet_unclaimed' },
    })
    expect((await send('/v1/funding/allowed', { user: 'nobody-1', minimum: 1, service: 'thumbnail' })).json).toMatchObject({
      allowed: false,
      code: 'wallet_unclaimed',
    })
    expect((await send('/v1/funding/allowed', { user: 'nobody-1', minimum: 5 })).json.allowed).toBe(true)
    await grant(gateway.database, app, walletId, dollars('0.05'))
    expect((await charge({ service: 'thumbnail', user: 'nobody-1', units: 1 })).status).toBe(201)
  })
})
