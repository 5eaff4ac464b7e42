// What may not be metered: wrong units, wrong services, holds that are not one's own, money given back twice.
import { dollars, makeApp, makeKey, makeRider, topUp, type WorldApp, walletTotals } from '@farebox/billing/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startGateway, type TestGateway } from '../testing/start-gateway.ts'

let gateway: TestGateway
let app: WorldApp
let secret: string
let strangerSecret: string
let walletId: string
let calls = 0

type Json = Record<string, unknown> & { metadata?: Record<string, unknown> }

async function send(
  path: string,
  body?: object | string,
  { as = secret, headers = {} }: { as?: string; headers?: Record<string, string> } = {},
) {
  const reply = await fetch(gateway.url + path, {
    method: body === undefined ? 'GET' : 'POST',
    headers: { authorization: `Bearer ${as}`, 'content-type': 'application/json', 'idempotency-key': `key-${++calls}`, ...headers },
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  })
  return { status: reply.status, type: reply.headers.get('content-type'), json: (await reply.json()) as Json }
}
const codeOf = async (answer: ReturnType<typeof send>) => (await answer).json.code

beforeAll(async () => {
  gateway = await startGateway()
  app = await makeApp(gateway.database)
  const stranger = await makeApp(gateway.database, { name: 'Stranger' })
  secret = (await makeKey(gateway.database, app, { requestsPerMinute: 100_000 })).secret
  strangerSecret = (await makeKey(gateway.database, stranger)).secret
  walletId = await makeRider(gateway.database, [app], 'ann')
  await topUp(gateway.database, walletId, dollars('20.00'))
  await send('/v1/services', { name: 'thumbnail', price: { cents: 5, per: 1, unit: 'image' } })
  await send('/v1/services', {
    name: 'page',
    price: [
      { cents: 1, per: 1, unit: 'call' },
      { microcents: 150_000, per: 'page' },
    ],
  })
})
afterAll(() => gateway.stop())

async function openHold(units = 10): Promise<string> {
  const { json } = await send('/v1/holds', { service: 'thumbnail', user: 'ann', units_max: units })
  return String(json.id)
}
/** Runs it, and proves that the wallet has all it had, and nothing of it is held. */
async function movesNothing(attempt: () => Promise<unknown>): Promise<void> {
  const before = await walletTotals(gateway.database, walletId)
  await attempt()
  expect(await walletTotals(gateway.database, walletId)).toEqual(before)
}

describe('units and amounts that are none', () => {
  it.each([
    ['negative', { units: -1 }],
    ['nothing', { units: 0 }],
    ['a fraction', { units: 0.5 }],
    ['a fraction of a meter', { units: { image: 0.5 } }],
    ['a meter less than none', { units: { image: -1 } }],
    ['a meter without a price', { units: { page: 1 } }],
    ['no meter', { units: {} }],
    ['a list', { units: [1] }],
    ['words', { units: 'three' }],
    ['huge', { units: 1e30 }],
    ['more than can be', { units: 9_007_199_254_740_992 }],
    ['missing', {}],
    ['said twice', { units: 1, amount: 0.05 }],
    ['a negative amount', { amount: -0.05 }],
    ['an amount of nothing', { amount: 0 }],
    ['an amount finer than our unit', { amount: '0.000000001' }],
    ['an amount in an exponent', { amount: '1e9' }],
    ['an amount twice', { amount: 0.05, amount_microcents: '5000000' }],
    ['negative microcents', { amount_microcents: '-5' }],
  ])('charges and holds refuse %s', async (_, asked) => {
    await movesNothing(async () => {
      const charged = await send('/v1/charges', { service: 'thumbnail', user: 'ann', ...asked })
      expect([charged.status, charged.json.code, charged.json.type]).toEqual([400, 'invalid_request', '/errors/invalid_request'])
      expect(charged.type).toContain('application/problem+json')
      const max = Object.fromEntries(
        Object.entries(asked).map(([name, value]) => [name.replace('units', 'units_max').replace('amount', 'amount_max'), value]),
      )
      expect((await send('/v1/holds', { service: 'thumbnail', user: 'ann', ...max })).status).toBe(400)
    })
  })

  it.each([
    ['negative', { units: -1 }],
    ['a fraction', { units: 2.5 }],
    ['huge', { units: 1e30 }],
    ['missing', {}],
    ['said twice', { units: 1, amount: 0.05 }],
  ])('settling refuses %s, and leaves the hold open', async (_, asked) => {
    const id = await openHold(2)
    await movesNothing(async () => expect((await send(`/v1/holds/${id}/settle`, asked)).status).toBe(400))
    expect((await send(`/v1/holds/${id}`)).json.status).toBe('open')
    await send(`/v1/holds/${id}/release`, {})
  })

  it('one call costs at most $1, in units as in dollars', async () => {
    await movesNothing(async () => {
      expect((await send('/v1/charges', { service: 'thumbnail', user: 'ann', units: 21 })).json).toMatchObject({
        ...{ status: 400, param: 'units', detail: expect.stringContaining('at most $1.00') },
        metadata: { call_max: '1.00000000' },
      })
      expect((await send('/v1/charges', { service: 'thumbnail', user: 'ann', amount: '1.00000001' })).status).toBe(400)
      expect((await send('/v1/holds', { service: 'thumbnail', user: 'ann', amount_max: 50 })).status).toBe(400)
    })
    const most = await send('/v1/holds', { service: 'thumbnail', user: 'ann', units_max: 20 })
    expect(most.json.amount_max).toBe('1.00000000')
    await send(`/v1/holds/${most.json.id}/release`, {})
  })

  it('a field nobody knows is named, and an Idempotency-Key is required', async () => {
    expect((await send('/v1/charges', { service: 'thumbnail', user: 'ann', units: 1, tip: 5 })).status).toBe(400)
    const keyless = await fetch(`${gateway.url}/v1/charges`, {
      method: 'POST',
      headers: { authorization: `Bearer ${secret}`, 'content-type': 'application/json' },
      body: JSON.stringify({ service: 'thumbnail', user: 'ann', units: 1 }),
    })
    expect([keyless.status, ((await keyless.json()) as Json).detail]).toEqual([400, expect.stringContaining('Idempotency-Key')])
    expect((await send('/v1/holds', '{"service":')).json).toMatchObject({ code: 'invalid_json', type: '/errors/invalid_json' })
  })
})

describe('a hold that is resolved', () => {
  it('is not settled above what it reserved, and can still be settled', async () => {
    const id = await openHold(3)
    await movesNothing(async () => {
      expect((await send(`/v1/holds/${id}/settle`, { units: 4 })).json).toMatchObject({
        code: 'invalid_request',
        metadata: { amount_max: '0.15000000' },
      })
      expect(await codeOf(send(`/v1/holds/${id}/settle`, { amount: '0.15000001' }))).toBe('invalid_request')
    })
    expect((await send(`/v1/holds/${id}/settle`, { units: 3 })).json.charged).toBe('0.15000000')
  })

  it('settled twice is charged once: the same again is the same, another amount is refused', async () => {
    const id = await openHold(3)
    const answers = await Promise.all(Array.from({ length: 10 }, () => send(`/v1/holds/${id}/settle`, { units: 2 })))
    expect(answers.map(({ status, json }) => [status, json.charged])).toEqual(answers.map(() => [200, '0.10000000']))
    await movesNothing(async () => {
      expect(await codeOf(send(`/v1/holds/${id}/settle`, { units: 3 }))).toBe('hold_already_settled')
      expect(await codeOf(send(`/v1/holds/${id}/release`, {}))).toBe('hold_already_settled')
      expect(await codeOf(send(`/v1/holds/${id}/renew`, {}))).toBe('hold_already_settled')
    })
  })

  it('is not settled after it was released; released twice is released', async () => {
    const id = await openHold(3)
    expect((await send(`/v1/holds/${id}/release`, {})).json.status).toBe('released')
    await movesNothing(async () => {
      expect((await send(`/v1/holds/${id}/settle`, { units: 1 })).json).toMatchObject({ status: 409, code: 'hold_already_settled' })
      expect((await send(`/v1/holds/${id}/release`, {})).json.status).toBe('released')
    })
  })

  it('settled to nothing is released: no charge, nothing owed', async () => {
    const id = await openHold(3)
    expect((await send(`/v1/holds/${id}/settle`, { units: 0 })).json).toMatchObject({ status: 'released', charge_id: null })
    // A fixed part is owed for the call itself.
    const { json } = await send('/v1/holds', { service: 'page', user: 'ann', units_max: 2 })
    expect((await send(`/v1/holds/${json.id}/settle`, { units: 0 })).json.charged).toBe('0.01000000')
  })

  it('is released and renewed by a request without a body, too', async () => {
    const id = await openHold(2)
    const bare = (deed: string) =>
      fetch(`${gateway.url}/v1/holds/${id}/${deed}`, { method: 'POST', headers: { authorization: `Bearer ${secret}` } })
    expect([(await bare('renew')).status, (await bare('release')).status]).toEqual([200, 200])
    expect((await send(`/v1/holds/${id}`)).json.status).toBe('released')
  })

  it('settled and released at once: one wins, and nothing is in between', async () => {
    for (let round = 0; round < 15; round++) {
      const id = await openHold(2)
      const [settled, released] = await Promise.all([send(`/v1/holds/${id}/settle`, { units: 2 }), send(`/v1/holds/${id}/release`, {})])
      expect([settled.status, released.status].sort()).toEqual([200, 409])
      const { json } = await send(`/v1/holds/${id}`)
      expect([json.status, json.charged]).toEqual(settled.status === 200 ? ['settled', '0.10000000'] : ['released', undefined])
    }
  })
})

describe('another organization', () => {
  it('finds neither the service nor the hold nor the charge, and can do nothing with them', async () => {
    const id = await openHold(2)
    const as = strangerSecret
    await movesNothing(async () => {
      expect((await send(`/v1/holds/${id}`, undefined, { as })).status).toBe(404)
      for (const deed of ['settle', 'release', 'renew']) {
        expect(await codeOf(send(`/v1/holds/${id}/${deed}`, deed === 'settle' ? { units: 1 } : {}, { as }))).toBe('not_found')
      }
      expect(await codeOf(send('/v1/charges', { service: 'thumbnail', user: 'ann', units: 1 }, { as }))).toBe('not_found')
    })
    const { json } = await send(`/v1/holds/${id}/settle`, { units: 2 })
    expect(await codeOf(send(`/v1/charges/${json.charge_id}/reverse`, { reason: 'mine now' }, { as }))).toBe('not_found')
    const listed = (await send('/v1/services', undefined, { as })).json.data as Json[]
    expect(listed.filter((service) => !service.built_in)).toEqual([])
  })

  it('a hold of a model’s call cannot be settled as a service’s', async () => {
    const { json } = await send('/v1/users/ann/chat/completions', { model: 'gpt-4o-mini', messages: [{ role: 'user', content: 'hi' }] })
    const id = String((json.farebox as Json).charge_id).replace(/^ch_/, 'hold_')
    expect(await codeOf(send(`/v1/holds/${id}/settle`, { units: 1 }))).toBe('not_found')
  })
})

describe('services that cannot be', () => {
  it.each([
    ['free', { cents: 0, per: 1, unit: 'image' }],
    ['negative', { microcents: -5, per: 'image' }],
    ['finer than our unit', { cents: 1, per: 3, unit: 'image' }],
    ['dearer than one call may be', { cents: 101, per: 1, unit: 'image' }],
    [
      'of two units',
      [
        { cents: 1, per: 1, unit: 'page' },
        { cents: 1, per: 1, unit: 'image' },
      ],
    ],
    ['none', []],
  ])('a price that is %s is refused', async (_, price) => {
    expect((await send('/v1/services', { name: 'odd', price })).status).toBe(400)
    expect(await codeOf(send('/v1/charges', { service: 'odd', user: 'ann', units: 1 }))).toBe('not_found')
  })

  it('a name with other letters, another unit under a known name, an unknown service: each is said', async () => {
    expect((await send('/v1/services', { name: 'gpt-4o:free', price: { cents: 1, per: 1, unit: 'image' } })).status).toBe(400)
    expect(await codeOf(send('/v1/services', { name: 'thumbnail', price: { cents: 5, per: 1, unit: 'page' } }))).toBe('service_name_taken')
    expect(await codeOf(send('/v1/services', { name: 'other', unit: 'page', price: { cents: 5, per: 1, unit: 'image' } }))).toBe(
      'invalid_request',
    )
    expect((await send('/v1/holds', { service: 'unknown', user: 'ann', units_max: 1 })).json).toMatchObject({
      status: 404,
      param: 'service',
    })
  })

  it('nobody named, or two: nobody pays', async () => {
    expect(await codeOf(send('/v1/charges', { service: 'thumbnail', units: 1 }))).toBe('payer_required')
    const two = { headers: { 'x-farebox-user': 'bob' } }
    expect(await codeOf(send('/v1/charges', { service: 'thumbnail', user: 'ann', units: 1 }, two))).toBe('payer_ambiguous')
    expect(await codeOf(send('/v1/charges', { service: 'thumbnail', user: 'never-seen', units: 1 }))).toBe('user_not_found')
  })

  it('the user’s own limit bounds services as it bounds models', async () => {
    const limited = await makeRider(gateway.database, [app], 'limited', dollars('0.12'))
    await topUp(gateway.database, limited, dollars('5.00'))
    expect((await send('/v1/charges', { service: 'thumbnail', user: 'limited', units: 2 })).status).toBe(201)
    expect((await send('/v1/charges', { service: 'thumbnail', user: 'limited', units: 1 })).json).toMatchObject({
      ...{ status: 402, type: '/errors/insufficient_funds', code: 'spending_limit_reached' },
      metadata: { limit: '0.12000000', spent: '0.10000000' },
    })
  })
})
