// Grants over HTTP, as a developer's server gives them.
import { dollars, fundPool, makeApp, makeKey, topUp, type WorldApp, type WorldKey } from '@farebox/billing/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ask } from '../testing/ask.ts'
import { startGateway, type TestGateway } from '../testing/start-gateway.ts'

let gateway: TestGateway
beforeAll(async () => {
  gateway = await startGateway()
})
afterAll(() => gateway.stop())

type Answer = { status: number; body: Record<string, unknown> & { error?: { code: string; param: string | null } } }

async function send(key: WorldKey, method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answer> {
  const reply = await fetch(gateway.url + path, {
    method,
    headers: { Authorization: `Bearer ${key.secret}`, ...(body !== undefined && { 'Content-Type': 'application/json' }), ...headers },
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  })
  return { status: reply.status, body: (await reply.json()) as Answer['body'] }
}

async function anAppWithPool(amount: string): Promise<{ app: WorldApp; key: WorldKey }> {
  const app = await makeApp(gateway.database)
  await fundPool(gateway.database, app, dollars(amount))
  return { app, key: await makeKey(gateway.database, app, { requestsPerMinute: 6_000 }) }
}

const pool = async (key: WorldKey) => (await send(key, 'GET', '/v1/funding/pool')).body.balance

describe('POST /v1/funding/grant', () => {
  it('S8: the grant snippet, verbatim, for a user who never existed: granted; again: a duplicate, and the pool is charged once', async () => {
    const { key } = await anAppWithPool('20.00')
    const snippet = () =>
      fetch(`${gateway.url}/v1/funding/grant`, {
        method: 'POST',
        headers: {
          Authorization: `Bearer ${key.secret}`,
          'Content-Type': 'application/json',
        },
        body: JSON.stringify({
          external_user_id: 'user_123',
          amount: 0.5,
          description: 'Welcome bonus',
        }),
      })
    const first = await snippet()
    expect(first.status).toBe(200)
    const granted = await first.json()
    expect(granted).toEqual({
      external_user_id: 'user_123',
      amount_granted: '0.50000000',
      balance_before: '0.00000000',
      balance_after: '0.50000000',
      ledger_id: expect.stringMatching(/^tx_[0-9a-z]{26}$/),
      duplicate: false,
    })
    expect(await (await snippet()).json()).toEqual({ ...granted, duplicate: true })
    expect(await pool(key)).toBe('19.50000000')
  })

  it('S8: what was granted pays for calls at once, at base cost', async () => {
    const { key } = await anAppWithPool('20.00')
    await send(key, 'POST', '/v1/funding/grant', { external_user_id: 'user_123', amount: '0.50' })
    const { status, json } = await ask(gateway, { secret: key.secret, user: 'user_123', model: 'gpt-4o-mini' })
    expect(status).toBe(200)
    expect(json.usage.cost_details).toMatchObject({ markup: '0.00000000', base: json.usage.cost })
  })

  it('adds to what the user bought: balance_before is what this app could spend', async () => {
    const { app, key } = await anAppWithPool('20.00')
    await send(key, 'PUT', '/v1/users/buyer')
    const { walletId } = await gateway.database.externalUser.findFirstOrThrow({ where: { appId: app.appId, externalUserId: 'buyer' } })
    await topUp(gateway.database, walletId, dollars('4.05'))
    const { body } = await send(key, 'POST', '/v1/funding/grant', { external_user_id: 'buyer', amount_microcents: '1' })
    expect(body).toMatchObject({ amount_granted: '0.00000001', balance_before: '4.05000000', balance_after: '4.05000001' })
  })

  it('with an Idempotency-Key gives once per key, and refuses the key for another grant', async () => {
    const { key } = await anAppWithPool('20.00')
    const named = (name: string, amount: number) =>
      send(key, 'POST', '/v1/funding/grant', { external_user_id: 'user_123', amount }, { 'Idempotency-Key': name })
    expect((await named('a', 0.5)).body.duplicate).toBe(false)
    expect((await named('b', 0.5)).body.duplicate).toBe(false)
    expect((await named('a', 0.5)).body.duplicate).toBe(true)
    expect(await named('a', 0.6)).toMatchObject({ status: 422, body: { error: { code: 'idempotency_mismatch' } } })
    expect(await pool(key)).toBe('19.00000000')
  })

  it('beyond the pool is 402 grant_pool_empty, and nothing is given', async () => {
    const { key } = await anAppWithPool('0.40')
    const refused = await send(key, 'POST', '/v1/funding/grant', { external_user_id: 'user_123', amount: 0.5 })
    expect(refused).toMatchObject({ status: 402, body: { error: { code: 'grant_pool_empty', type: 'insufficient_quota' } } })
    expect(await pool(key)).toBe('0.40000000')
    expect((await send(key, 'GET', '/v1/users/user_123')).status).toBe(404)
  })

  it.each([
    ['a negative amount', '{"external_user_id":"u","amount":-1}'],
    ['nothing', '{"external_user_id":"u","amount":0}'],
    ['finer than a microcent', '{"external_user_id":"u","amount":0.123456789}'],
    ['an absurd amount', '{"external_user_id":"u","amount":1e300}'],
    ['text', '{"external_user_id":"u","amount":"five"}'],
    ['two amounts', '{"external_user_id":"u","amount":1,"amount_microcents":"100000000"}'],
    ['no amount', '{"external_user_id":"u"}'],
    ['no user', '{"amount":1}'],
    ['a user id with a space', '{"external_user_id":"a b","amount":1}'],
    ['an unknown field', '{"external_user_id":"u","amount":1,"currency":"EUR"}'],
    ['an end in the past', '{"external_user_id":"u","amount":1,"expires_at":"2020-01-01T00:00:00Z"}'],
    ['an end that is no time', '{"external_user_id":"u","amount":1,"expires_at":"tomorrow"}'],
    ['half of a body', '{"external_user_id":"u",'],
  ])('with %s is 400, and nothing is given', async (_, body) => {
    const { key } = await anAppWithPool('20.00')
    expect((await send(key, 'POST', '/v1/funding/grant', body)).status).toBe(400)
    expect(await pool(key)).toBe('20.00000000')
  })
})

describe('grants', () => {
  it('are listed, taken back once, and return to the pool what was not spent', async () => {
    const { key } = await anAppWithPool('20.00')
    const given = await send(key, 'POST', '/v1/funding/grant', {
      external_user_id: 'user_123',
      amount: 0.5,
      expires_at: '2999-01-01T00:00:00Z',
    })
    const { json } = await ask(gateway, { secret: key.secret, user: 'user_123', model: 'gpt-4o' })
    const spent = dollars(json.usage.cost)
    const listed = await send(key, 'GET', '/v1/funding/grants?external_user_id=user_123')
    expect(listed.body).toMatchObject({
      object: 'list',
      has_more: false,
      data: [{ external_user_id: 'user_123', amount: '0.50000000', left_microcents: String(dollars('0.50') - spent), status: 'open' }],
    })
    const back = await send(key, 'DELETE', `/v1/funding/grants/${given.body.ledger_id}`)
    expect(back).toMatchObject({ status: 200, body: { returned_microcents: String(dollars('0.50') - spent), held: '0.00000000' } })
    expect(await send(key, 'DELETE', `/v1/funding/grants/${given.body.ledger_id}`)).toMatchObject({ status: 409 })
    expect((await send(key, 'GET', '/v1/funding/pool')).body.balance_microcents).toBe(String(dollars('20.00') - spent))
  })

  it('M87: of another app are not listed, not found and not taken back; nor by a revoked key', async () => {
    const [mine, theirs] = [await anAppWithPool('20.00'), await anAppWithPool('20.00')]
    const { body } = await send(theirs.key, 'POST', '/v1/funding/grant', { external_user_id: 'user_123', amount: 1 })
    expect((await send(mine.key, 'GET', '/v1/funding/grants')).body.data).toEqual([])
    expect((await send(mine.key, 'DELETE', `/v1/funding/grants/${body.ledger_id}`)).status).toBe(404)
    await gateway.database.apiKey.update({ where: { id: theirs.key.id }, data: { revokedAt: new Date() } })
    expect((await send(theirs.key, 'GET', '/v1/funding/pool')).status).toBe(401)
    expect((await send(theirs.key, 'DELETE', `/v1/funding/grants/${body.ledger_id}`)).status).toBe(401)
  })
})
