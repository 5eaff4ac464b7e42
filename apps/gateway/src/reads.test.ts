// What a caller may read: models and prices, balances, charges. Never another tenant's.
import { dollars, makeApp, makeKey, makeRider, makeUser, payIn, topUp, type WorldApp, type WorldKey } from '@farebox/billing/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ask } from './testing/ask.ts'
import { startGateway, type TestGateway, until } from './testing/start-gateway.ts'

let gateway: TestGateway
let app: WorldApp
let key: WorldKey
beforeAll(async () => {
  gateway = await startGateway()
  app = await makeApp(gateway.database)
  key = await makeKey(gateway.database, app)
})
afterAll(() => gateway.stop())

async function get(path: string, secret = key.secret, headers: Record<string, string> = {}) {
  const reply = await fetch(gateway.url + path, { headers: { authorization: `Bearer ${secret}`, ...headers } })
  return {
    status: reply.status,
    headers: reply.headers,
    json: (await reply.json()) as Record<string, unknown> & { error?: { code: string } },
  }
}

describe('models', () => {
  it('are listed with their prices in dollars and the markup of this caller', async () => {
    const { json } = await get('/v1/models')
    const models = json.data as { id: string }[]
    expect(models.map(({ id }) => id)).toEqual(expect.arrayContaining(['gpt-4o', 'gpt-4o-mini', 'claude-sonnet-4-20250514', 'o1-mini']))
    const { json: model } = await get('/v1/models/gpt-4o')
    expect(models.find(({ id }) => id === 'gpt-4o')).toEqual(model)
    expect(model).toMatchObject({
      object: 'model',
      owned_by: 'openai',
      provider: 'openai',
      wires: ['openai-chat'],
      context_length: 128_000,
      max_output_tokens: 16_384,
      markup: { bps: 1_500 },
      pricing: { currency: 'USD', per_units: 1_000_000, explained: expect.stringContaining('$2.50 per 1,000,000 input tokens') },
    })
    expect((model.pricing as { lines: unknown[] }).lines).toContainEqual({ meter: 'output', dollars: '10.00000000' })
  })

  it('answer by alias and with a slash; an unknown one is 404', async () => {
    expect((await get('/v1/models/claude-sonnet-4')).json.id).toBe('claude-sonnet-4-20250514')
    expect((await get('/v1/models/meta-llama/llama-3.1-8b-instruct')).json.provider).toBe('openrouter')
    expect((await get('/v1/models/none')).json.error?.code).toBe('model_not_found')
  })
})

describe('a balance', () => {
  it('is what this app may spend, never what is in the wallet', async () => {
    const walletId = await makeRider(gateway.database, [app], 'rider', dollars('2'))
    await payIn(gateway.database, { walletId, creditMicrocents: dollars('8.50') })
    const expected = {
      object: 'balance',
      external_user_id: 'rider',
      available: '2.00000000',
      held: '0.00000000',
      balance: '2.00000000',
      status: 'ok',
    }
    expect((await get('/v1/users/rider/balance')).json).toMatchObject({ ...expected, available_microcents: '200000000' })
    expect((await get('/v1/balance', key.secret, { 'x-farebox-user': 'rider' })).json).toMatchObject(expected)
    expect((await get('/v1/balance')).json.error?.code).toBe('payer_required')
  })

  it('of the organization, for a developer key; of a user nobody knows, 404', async () => {
    const developer = await makeKey(gateway.database, app, { billingMode: 'developer' })
    expect((await get('/v1/balance', developer.secret)).json).toMatchObject({
      external_user_id: null,
      available: '0.00000000',
      status: 'empty',
    })
    expect((await get('/v1/users/none/balance')).status).toBe(404)
  })
})

describe('charges', () => {
  it('are found by charge id and by request id, split to the microcent', async () => {
    const user = await makeUser(gateway.database, app, 'payer')
    await topUp(gateway.database, user.walletId, dollars('5'))
    const { json, headers } = await ask(gateway, { secret: key.secret, user: 'payer' })
    const byCharge = await get(`/v1/charges/${json.farebox.charge_id}`)
    const byRequest = await get(`/v1/charges/${headers.get('x-request-id')}`)
    expect(byRequest.json).toEqual(byCharge.json)
    expect(byCharge.json).toMatchObject({
      object: 'charge',
      status: 'settled',
      external_user_id: 'payer',
      model: 'gpt-4o',
      provider: 'openai',
      usage: { input: json.usage.prompt_tokens, output: json.usage.completion_tokens },
      total: json.usage.cost,
      base: json.usage.cost_details.base,
      markup: json.usage.cost_details.markup,
      price_version: json.usage.cost_details.price_version,
      sources: [{ kind: 'topup', amount: json.usage.cost }],
      hold: { max: json.farebox.hold },
      outcome: 'complete',
    })
  })

  it('are pending while the call is under way, and then listed newest first', async () => {
    const running = ask(gateway, { secret: key.secret, user: 'payer', prompt: 'stand-in: gate=pending' })
    await until('it to be held', async () => (await gateway.database.hold.count({ where: { state: 'open' } })) === 1)
    const hold = await gateway.database.hold.findFirstOrThrow({ where: { state: 'open' } })
    const { publicId } = await import('@farebox/billing/proxy')
    expect((await get(`/v1/charges/${publicId('request', hold.id)}`)).json).toMatchObject({ status: 'pending', model: 'gpt-4o' })
    gateway.standIn.gates.release('pending')
    const { json } = await running
    const first = await get('/v1/charges?limit=1')
    expect(first.json).toMatchObject({ object: 'list', has_more: true, data: [{ id: json.farebox.charge_id }] })
    const second = await get(`/v1/charges?limit=1&after=${json.farebox.charge_id}`)
    expect(second.json).toMatchObject({ has_more: false })
  })

  it('of another organization, or of another mode, do not exist', async () => {
    const { json } = await ask(gateway, { secret: key.secret, user: 'payer' })
    const other = await makeKey(gateway.database, await makeApp(gateway.database, { name: 'Other' }))
    const sandbox = await makeKey(gateway.database, app, { mode: 'sandbox' })
    for (const { secret } of [other, sandbox]) {
      expect((await get(`/v1/charges/${json.farebox.charge_id}`, secret)).json.error?.code).toBe('not_found')
      expect((await get('/v1/charges', secret)).json.data).toEqual([])
    }
    expect((await get('/v1/charges/ch_nonsense')).json.error?.code).toBe('not_found')
    expect((await get('/v1/charges?limit=0')).json.error?.code).toBe('invalid_request')
  })
})

describe('the rest', () => {
  it('describes itself, and says how it is', async () => {
    const openapi = (await (await fetch(`${gateway.url}/openapi.json`)).json()) as { openapi: string; paths: object }
    expect(openapi.openapi).toBe('3.1.0')
    expect(Object.keys(openapi.paths)).toEqual(
      expect.arrayContaining(['/v1/chat/completions', '/v1/quote', '/v1/users/{externalUserId}/quote', '/v1/charges/{id}']),
    )
    for (const path of ['/healthz', '/readyz', '/llms.txt', '/docs/errors', '/docs/'])
      expect((await fetch(gateway.url + path)).status).toBe(200)
    expect(await gateway.gateway.metrics.registry.metrics()).toContain('farebox_replies_total')
  })

  it('lets registered websites call, and pages on this computer, and no other', async () => {
    await gateway.database.appOrigin.create({ data: { appId: app.appId, origin: 'https://pixelpal.example' } })
    const preflight = (origin: string) =>
      fetch(`${gateway.url}/v1/chat/completions`, {
        method: 'OPTIONS',
        headers: { origin, 'access-control-request-method': 'POST', 'access-control-request-headers': 'authorization,x-stainless-lang' },
      })
    const allowed = await preflight('https://pixelpal.example')
    expect(allowed.headers.get('access-control-allow-origin')).toBe('https://pixelpal.example')
    expect(allowed.headers.get('access-control-allow-headers')).toContain('x-stainless-lang')
    expect(allowed.headers.get('access-control-allow-credentials')).toBeNull()
    const local = 'http://localhost:5173'
    expect((await preflight(local)).headers.get('access-control-allow-origin')).toBe(local)
    for (const other of ['https://evil.example', 'http://localhost.evil.example', 'http://pixelpal.example', 'null']) {
      expect((await preflight(other)).headers.get('access-control-allow-origin')).toBeNull()
    }
  })
})
