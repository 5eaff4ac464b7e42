// Webhook endpoints as an app's server manages them: made, changed, tested, replayed, deleted; by the app's own keys, of the same mode.
import { makeApp, makeKey, type WorldApp, type WorldKey } from '@farebox/billing/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startGateway, type TestGateway } from '../testing/start-gateway.ts'

let gateway: TestGateway
let app: WorldApp
let key: WorldKey
beforeAll(async () => {
  gateway = await startGateway()
  app = await makeApp(gateway.database)
  key = await makeKey(gateway.database, app, { requestsPerMinute: 10_000 })
})
afterAll(() => gateway.stop())

async function ask(method: string, path: string, body?: object, { secret = key.secret, ...headers }: Record<string, string> = {}) {
  const reply = await fetch(`${gateway.url}${path}`, {
    method,
    headers: { authorization: `Bearer ${secret}`, ...(body && { 'content-type': 'application/json' }), ...headers },
    ...(body && { body: JSON.stringify(body) }),
  })
  return { status: reply.status, type: reply.headers.get('content-type'), body: await reply.json() }
}

const url = 'http://127.0.0.1:9/webhooks'
const make = (headers: Record<string, string> = {}) => ask('POST', '/v1/webhooks', { url, events: ['usage.completed'] }, headers)

describe('an endpoint', () => {
  it('is made with a secret that is shown once, listed, changed and deleted', async () => {
    const made = await make()
    expect(made).toMatchObject({ status: 201, body: { object: 'webhook_endpoint', url, events: ['usage.completed'], status: 'enabled' } })
    expect(made.body.secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/)
    const { id } = made.body
    const listed = await ask('GET', '/v1/webhooks')
    expect(listed.body).toMatchObject({ object: 'list', data: [{ id, disabled_reason: null }] })
    expect(JSON.stringify(listed.body)).not.toContain('whsec_')

    expect((await ask('PATCH', `/v1/webhooks/${id}`, { events: ['user.connected', 'user.connected'] })).body).toMatchObject({
      events: ['user.connected'],
    })
    const rotated = await ask('PATCH', `/v1/webhooks/${id}`, { rotate_secret: true })
    expect(rotated.body.secret).toMatch(/^whsec_/)
    expect(rotated.body.secret).not.toBe(made.body.secret)
    expect((await ask('PATCH', `/v1/webhooks/${id}`, { status: 'disabled' })).body).toMatchObject({ disabled_reason: 'You disabled it.' })
    expect(await ask('POST', `/v1/webhooks/${id}/test`)).toMatchObject({ status: 409, body: { code: 'webhook_endpoint_disabled' } })
    expect((await ask('DELETE', `/v1/webhooks/${id}`)).body).toMatchObject({ id, deleted: true })
    expect((await ask('GET', '/v1/webhooks')).body.data).toEqual([])
    expect(await gateway.database.webhookSecret.count()).toBe(0)
  })

  it('is made once for one Idempotency-Key', async () => {
    const [first, again] = [await make({ 'idempotency-key': 'once' }), await make({ 'idempotency-key': 'once' })]
    expect(again.body).toEqual(first.body)
    expect(await gateway.database.webhookEndpoint.count({ where: { appId: app.appId } })).toBe(1)
    await ask('DELETE', `/v1/webhooks/${first.body.id}`)
  })

  it('is refused inside a network, of unknown events, and beyond ten', async () => {
    for (const inside of ['http://10.0.0.1/', 'https://169.254.169.254/', 'ftp://example.com', 'https://[fd00::1]/']) {
      const refused = await ask('POST', '/v1/webhooks', { url: inside, events: ['usage.completed'] })
      expect(refused).toMatchObject({ status: 400, body: { code: 'webhook_address_refused' } })
    }
    expect((await ask('POST', '/v1/webhooks', { url, events: ['wallet.balance'] })).status).toBe(400)
    expect((await ask('POST', '/v1/webhooks', { url, events: [] })).status).toBe(400)
    const { body } = await make()
    expect(await ask('PATCH', `/v1/webhooks/${body.id}`, { url: 'http://192.168.0.1/' })).toMatchObject({
      ...{ status: 400, body: { code: 'webhook_address_refused' } },
    })
    for (let n = 1; n < 10; n += 1) expect((await make()).status).toBe(201)
    expect(await make()).toMatchObject({ status: 409, body: { code: 'webhook_endpoint_limit' } })
    for (const each of (await ask('GET', '/v1/webhooks')).body.data) await ask('DELETE', `/v1/webhooks/${each.id}`)
  })
})

describe('deliveries', () => {
  it('are listed with the event as it is sent, by page, and replayed', async () => {
    const { body: endpoint } = await make()
    const test = await ask('POST', `/v1/webhooks/${endpoint.id}/test`)
    expect(test).toMatchObject({ status: 202, body: { object: 'webhook_delivery', type: 'webhook.test', status: 'pending', attempts: [] } })
    expect(test.body.event).toMatchObject({ id: test.body.event_id, type: 'webhook.test', mode: 'live', sequence: 1 })
    const replay = await ask('POST', `/v1/deliveries/${test.body.id}/replay`)
    expect(replay).toMatchObject({ status: 202, body: { replays: test.body.id, event_id: test.body.event_id } })
    const page = await ask('GET', `/v1/webhooks/${endpoint.id}/deliveries?limit=1`)
    expect(page.body).toMatchObject({ has_more: true, data: [{ id: replay.body.id }] })
    const next = await ask('GET', `/v1/webhooks/${endpoint.id}/deliveries?limit=1&after=${replay.body.id}`)
    expect(next.body).toMatchObject({ has_more: false, data: [{ id: test.body.id }] })
    await ask('DELETE', `/v1/webhooks/${endpoint.id}`)
  })
})

describe('the endpoints of an app', () => {
  it('are not found by another app’s key, nor by a key of the other mode', async () => {
    const { body: endpoint } = await make()
    const { body: delivery } = await ask('POST', `/v1/webhooks/${endpoint.id}/test`)
    const asked = (secret: string) => [
      ask('PATCH', `/v1/webhooks/${endpoint.id}`, { status: 'disabled' }, { secret }),
      ask('PATCH', `/v1/webhooks/${endpoint.id}`, { rotate_secret: true }, { secret }),
      ask('POST', `/v1/webhooks/${endpoint.id}/test`, undefined, { secret }),
      ask('GET', `/v1/webhooks/${endpoint.id}/deliveries`, undefined, { secret }),
      ask('POST', `/v1/deliveries/${delivery.id}/replay`, undefined, { secret }),
      ask('DELETE', `/v1/webhooks/${endpoint.id}`, undefined, { secret }),
    ]
    const stranger = await makeKey(gateway.database, await makeApp(gateway.database), { requestsPerMinute: 10_000 })
    const sandbox = await makeKey(gateway.database, app, { mode: 'sandbox', requestsPerMinute: 10_000 })
    for (const { secret } of [stranger, sandbox]) {
      expect((await Promise.all(asked(secret))).map(({ status }) => status)).toEqual([404, 404, 404, 404, 404, 404])
      expect((await ask('GET', '/v1/webhooks', undefined, { secret })).body.data).toEqual([])
    }
    expect((await ask('GET', '/v1/webhooks')).body.data).toMatchObject([{ id: endpoint.id, status: 'enabled' }])
    expect((await ask('GET', `/v1/webhooks/${endpoint.id}/deliveries`)).body.data).toHaveLength(1)
  })

  it('need a key that lives', async () => {
    expect((await ask('GET', '/v1/webhooks', undefined, { secret: 'sk-farebox-live-nonsense' })).status).toBe(401)
    const dead = await makeKey(gateway.database, app, { requestsPerMinute: 10_000 })
    expect((await ask('GET', '/v1/webhooks', undefined, { secret: dead.secret })).status).toBe(200)
    await gateway.database.apiKey.update({ where: { id: dead.id }, data: { revokedAt: new Date() } })
    expect((await ask('POST', '/v1/webhooks', { url, events: ['usage.completed'] }, { secret: dead.secret })).status).toBe(401)
  })
})
