// What is refused, in the documented shape, with nothing charged: requests that are wrong, keys that may not, wallets that cannot.
import { request } from 'node:http'
import { connect } from 'node:net'
import {
  dollars,
  makeApp,
  makeKey,
  makeRider,
  makeUser,
  payIn,
  topUp,
  type WorldApp,
  type WorldKey,
  walletTotals,
} from '@farebox/billing/testing'
import OpenAI from 'openai'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ask } from './testing/ask.ts'
import { startGateway, type TestGateway, until } from './testing/start-gateway.ts'

let gateway: TestGateway
let app: WorldApp
let key: WorldKey
let walletId: string
beforeAll(async () => {
  gateway = await startGateway()
  app = await makeApp(gateway.database)
  key = await makeKey(gateway.database, app, { requestsPerMinute: 10_000 })
  walletId = await makeRider(gateway.database, [app], 'rider', dollars('20'))
  await payIn(gateway.database, { walletId, creditMicrocents: dollars('5') })
})
afterAll(async () => {
  expect(await walletTotals(gateway.database, walletId)).toEqual({ available: dollars('5'), held: 0n })
  expect(gateway.standIn.tally.requests()).toEqual([])
  await gateway.stop()
})

const post = (body: string, headers: Record<string, string> = {}, path = '/v1/users/rider/chat/completions') =>
  fetch(gateway.url + path, {
    method: 'POST',
    headers: { authorization: `Bearer ${key.secret}`, 'content-type': 'application/json', ...headers },
    body,
  })

async function refusal(reply: Response) {
  const { error } = (await reply.json()) as { error: Record<string, unknown> }
  expect(error).toMatchObject({ message: expect.any(String), type: expect.any(String), charged: false, metadata: expect.any(Object) })
  expect(error.request_id).toBe(reply.headers.get('x-request-id'))
  expect(error.docs_url).toBe(`http://api.localhost/docs/errors#${error.code}`)
  expect(reply.headers.get('x-should-retry')).toMatch(/^(true|false)$/)
  expect(reply.headers.get('content-type')).toMatch(/^application\/json/)
  return { status: reply.status, code: error.code, param: error.param, type: error.type, message: String(error.message) }
}

const chat = (changes: object) => JSON.stringify({ model: 'gpt-4o', messages: [{ role: 'user', content: 'Hi' }], ...changes })

describe('a request that is wrong', () => {
  it.each([
    ['malformed JSON', '{"model":', 400, 'invalid_json', null],
    ['an empty body', '', 400, 'invalid_json', null],
    ['a list', '[]', 400, 'invalid_request', null],
    ['null', 'null', 400, 'invalid_request', null],
    ['no model', JSON.stringify({ messages: [{ role: 'user', content: 'Hi' }] }), 400, 'invalid_request', 'model'],
    ['a model that is a number', chat({ model: 5 }), 400, 'invalid_request', 'model'],
    ['an unknown model', chat({ model: 'gpt-4o-minni' }), 404, 'model_not_found', 'model'],
    ['a very long model', chat({ model: 'x'.repeat(5_000) }), 404, 'model_not_found', 'model'],
    ['no messages', chat({ messages: undefined }), 400, 'invalid_request', 'messages'],
    ['messages that are text', chat({ messages: 'Hi' }), 400, 'invalid_request', 'messages'],
    ['a message without a role', chat({ messages: [{ content: 'Hi' }] }), 400, 'invalid_request', 'messages[0]'],
    ['content that is a number', chat({ messages: [{ role: 'user', content: 5 }] }), 400, 'invalid_request', 'messages[0].content'],
    ['negative max_tokens', chat({ max_tokens: -5 }), 400, 'invalid_request', 'max_tokens'],
    ['max_tokens of zero', chat({ max_completion_tokens: 0 }), 400, 'invalid_request', 'max_completion_tokens'],
    ['a fraction of max_tokens', chat({ max_tokens: 1.5 }), 400, 'invalid_request', 'max_tokens'],
    ['absurd max_tokens', chat({ max_tokens: 1e15 }), 400, 'invalid_request', 'max_tokens'],
    ['max_tokens as text', chat({ max_tokens: '100' }), 400, 'invalid_request', 'max_tokens'],
    ['n of zero', chat({ n: 0 }), 400, 'invalid_request', 'n'],
    ['n of a million', chat({ n: 1_000_000 }), 400, 'invalid_request', 'n'],
    ['stream as text', chat({ stream: 'yes' }), 400, 'invalid_request', 'stream'],
    ['a negative max_charge', chat({ max_charge: -1 }), 400, 'invalid_request', null],
    ['an unknown parameter', chat({ temprature: 0.5 }), 400, 'unsupported_parameter', 'temprature'],
    ['store', chat({ store: true }), 400, 'unsupported_parameter', 'store'],
    ['another call’s state', chat({ previous_response_id: 'resp_1' }), 400, 'unsupported_parameter', 'previous_response_id'],
    ['a tool the provider runs', chat({ tools: [{ type: 'web_search' }] }), 400, 'unsupported_parameter', 'tools[0].type'],
    ['a tier with another price', chat({ service_tier: 'priority' }), 400, 'unsupported_parameter', 'service_tier'],
    ['sound', chat({ modalities: ['text', 'audio'] }), 400, 'unsupported_parameter', 'modalities'],
    [
      'a file',
      chat({ messages: [{ role: 'user', content: [{ type: 'file', file: { file_id: 'file-1' } }] }] }),
      400,
      'unsupported_parameter',
      'messages[0].content[0].type',
    ],
    ['what the vendor would ignore', chat({ model: 'claude-sonnet-4', seed: 7 }), 400, 'unsupported_parameter', 'seed'],
    [
      'a prototype',
      '{"model":"gpt-4o","messages":[{"role":"user","content":"Hi"}],"__proto__":{"n":2}}',
      400,
      'unsupported_parameter',
      '__proto__',
    ],
  ])('%s', async (_what, body, status, code, param) => {
    expect(await refusal(await post(body))).toMatchObject({ status, code, param })
  })

  it('an unknown model names the nearest', async () => {
    const { json } = await ask(gateway, { secret: key.secret, user: 'rider', model: 'gpt-4o-minni' })
    expect(json.error.metadata.nearest).toContain('gpt-4o-mini')
  })

  it('a model without a price in force', async () => {
    await gateway.database.priceVersion.updateMany({ where: { model: 'gpt-4.1-nano' }, data: { endsAt: new Date() } })
    await gateway.gateway.proxy.prices.reload()
    expect(await refusal(await post(chat({ model: 'gpt-4.1-nano' })))).toMatchObject({ status: 404, code: 'model_not_found' })
  })

  it('a price that ended a moment ago is noticed by the hold, not served from memory', async () => {
    await gateway.database.priceVersion.updateMany({ where: { model: 'gpt-4.1-mini' }, data: { endsAt: new Date(Date.now() - 1) } })
    expect(await refusal(await post(chat({ model: 'gpt-4.1-mini' })))).toMatchObject({ status: 404, code: 'model_not_found' })
  })

  it('another content type, another method, another address', async () => {
    expect(await refusal(await post('a=1', { 'content-type': 'text/plain' }))).toMatchObject({
      status: 415,
      code: 'unsupported_media_type',
    })
    const get = await fetch(`${gateway.url}/v1/chat/completions`, { headers: { authorization: `Bearer ${key.secret}` } })
    expect(get.headers.get('allow')).toContain('POST')
    expect(await refusal(get)).toMatchObject({ status: 405, code: 'method_not_allowed' })
    expect(await refusal(await post('{}', {}, '/v1/moderations'))).toMatchObject({ status: 404, code: 'not_found' })
    expect(await refusal(await fetch(`${gateway.url}/%ff`))).toMatchObject({ code: 'not_found' })
  })

  it('more than 25 MB', async () => {
    const reply = await post(chat({ messages: [{ role: 'user', content: 'x'.repeat(26 * 1024 * 1024) }] }))
    expect(await refusal(reply)).toMatchObject({ status: 413, code: 'request_too_large' })
  })

  it('what is not HTTP', async () => {
    const { port } = new URL(gateway.url)
    const socket = connect(Number.parseInt(port, 10), '127.0.0.1')
    socket.write('NONSENSE\r\n\r\n')
    let text = ''
    for await (const chunk of socket) text += chunk
    expect(text).toMatch(/^HTTP\/1\.1 400 /)
    expect(JSON.parse(text.split('\r\n\r\n')[1] ?? '')).toMatchObject({ error: { code: 'invalid_request', charged: false } })
  })
})

describe('a caller who may not', () => {
  const withKey = (secret: string) => ask(gateway, { secret, user: 'rider' })

  it.each([
    ['no key', ''],
    ['another vendor’s', 'sk-proj-abc'],
    ['a wrong checksum', 'sk-farebox-live-00000000000000000000000000000000000000'],
  ])('%s', async (_what, secret) => {
    const { status, json } = await withKey(secret)
    expect([status, json.error.code, json.error.type]).toEqual([401, 'invalid_api_key', 'authentication_error'])
  })

  it('a key that is revoked stops at once, although it was known', async () => {
    const revoked = await makeKey(gateway.database, app)
    expect((await fetch(`${gateway.url}/v1/models`, { headers: { 'x-api-key': revoked.secret } })).status).toBe(200)
    await gateway.database.apiKey.update({ where: { id: revoked.id }, data: { revokedAt: new Date(Date.now() - 1_000) } })
    const { status, json } = await withKey(revoked.secret)
    expect([status, json.error.code]).toEqual([401, 'invalid_api_key'])
    expect((await fetch(`${gateway.url}/v1/users/rider/balance`, { headers: { 'x-api-key': revoked.secret } })).status).toBe(401)
  })

  it('an expired key, another address, a model not allowed', async () => {
    const expired = await makeKey(gateway.database, app, { expiresAt: new Date(Date.now() - 1_000) })
    expect((await withKey(expired.secret)).json.error.code).toBe('key_expired')
    const elsewhere = await makeKey(gateway.database, app, { allowedIps: ['203.0.113.0/24'] })
    expect((await withKey(elsewhere.secret)).json.error.code).toBe('ip_not_allowed')
    const narrow = await makeKey(gateway.database, app, { models: ['gpt-4o-mini'] })
    expect((await withKey(narrow.secret)).json.error.code).toBe('model_not_allowed')
  })

  it('a key of another organization meets a user of its own, or nobody', async () => {
    const other = await makeApp(gateway.database, { name: 'Other' })
    const { status, json } = await withKey((await makeKey(gateway.database, other)).secret)
    expect([status, json.error.code]).toEqual([404, 'user_not_found'])
  })
})

describe('a wallet that cannot pay', () => {
  it('empty: 402, not retried by the OpenAI client, with the way to more money', async () => {
    await makeUser(gateway.database, app, 'poor')
    const client = new OpenAI({ apiKey: key.secret, baseURL: `${gateway.url}/v1/users/poor` })
    const failure = await client.chat.completions
      .create({ model: 'gpt-4o', messages: [{ role: 'user', content: 'Hi' }] })
      .catch((cause) => cause)
    expect(failure).toMatchObject({ status: 402, code: 'wallet_empty', type: 'insufficient_quota' })
    expect(failure.error.metadata).toMatchObject({
      limit_source: 'wallet',
      affordable_max_tokens: 0,
      topup_url: expect.stringMatching(/^http:\/\/wallet\.localhost\/top-up\/for\/wal_/),
    })
    const noted = { where: { externalUserId: 'poor', code: 'wallet_empty', model: 'gpt-4o', credentialId: key.id } }
    await until('the developer to see it', async () => (await gateway.database.refusedCall.count(noted)) === 1)
  })

  it('clamps what can be paid in part, says so, and refuses instead where asked to', async () => {
    const user = await makeUser(gateway.database, app, 'nearly')
    await topUp(gateway.database, user.walletId, dollars('0.01'))
    const off = await ask(gateway, { secret: key.secret, user: 'nearly', max_tokens: 16_000, headers: { 'x-farebox-clamp': 'off' } })
    expect([off.status, off.json.error.code]).toEqual([402, 'wallet_empty'])
    expect(off.json.error.metadata.affordable_max_tokens).toBeGreaterThan(64)
  })

  it('over the user’s limit, over the caller’s own cap', async () => {
    const limited = await makeRider(gateway.database, [app], 'limited', dollars('0.0001'))
    await payIn(gateway.database, { walletId: limited, creditMicrocents: dollars('5') })
    const { status, json } = await ask(gateway, { secret: key.secret, user: 'limited' })
    expect([status, json.error.code]).toEqual([402, 'spending_limit_reached'])
    expect(json.error.metadata).toMatchObject({ limit: '0.00010000', spent: '0.00000000', resets_at: expect.stringMatching(/T00:00:00/) })
    const capped = await ask(gateway, { secret: key.secret, user: 'rider', max_charge: '0.000001' })
    expect([capped.status, capped.json.error.code]).toEqual([402, 'call_limit_reached'])
  })

  it('of an organization: developer_balance_empty, with the way to the dashboard', async () => {
    const developer = await makeKey(gateway.database, app, { billingMode: 'developer' })
    const { status, json } = await ask(gateway, { secret: developer.secret })
    expect([status, json.error.code]).toEqual([402, 'developer_balance_empty'])
    expect(json.error.metadata).toMatchObject({ limit_source: 'organization', topup_url: 'http://dashboard.localhost/balance' })
  })

  it('paused, frozen, revoked', async () => {
    const frozen = await makeRider(gateway.database, [app], 'frozen')
    await payIn(gateway.database, { walletId: frozen, creditMicrocents: dollars('5') })
    for (const [status, code] of [
      ['paused', 'wallet_paused'],
      ['frozen', 'wallet_frozen'],
    ] as const) {
      await gateway.database.wallet.update({ where: { id: frozen }, data: { status } })
      expect((await ask(gateway, { secret: key.secret, user: 'frozen' })).json.error.code).toBe(code)
    }
    await gateway.database.wallet.update({ where: { id: frozen }, data: { status: 'open' } })
    await gateway.database.connection.updateMany({ where: { walletId: frozen }, data: { status: 'revoked' } })
    expect((await ask(gateway, { secret: key.secret, user: 'frozen' })).json.error).toMatchObject({
      code: 'connection_revoked',
      charged: false,
    })
  })
})

describe('a body that never ends', () => {
  it('is given up by the caller without a trace', async () => {
    const started = request(`${gateway.url}/v1/users/rider/chat/completions`, {
      method: 'POST',
      headers: { authorization: `Bearer ${key.secret}`, 'content-type': 'application/json', 'content-length': 1_000 },
    })
    started.on('error', () => {})
    started.write('{"model":')
    await new Promise((resolve) => setTimeout(resolve, 100))
    started.destroy()
    await until('nothing to be under way', () => gateway.gateway.proxy.heartbeat.size === 0)
  })
})
