// An Idempotency-Key on POSTs that hold no money: grants, checkouts. Done once, answered alike; refused, free to be tried afresh.
import { dollars, fundPool, makeApp, makeKey, makeRider, payIn, type WorldApp, type WorldKey } from '@farebox/billing/testing'
import { writeFirstPackages } from '@farebox/billing/users'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startGateway, type TestGateway } from './testing/start-gateway.ts'

let gateway: TestGateway
let app: WorldApp
let key: WorldKey
let otherKey: WorldKey
let now = new Date()
beforeAll(async () => {
  gateway = await startGateway({ clock: () => now })
  app = await makeApp(gateway.database)
  key = await makeKey(gateway.database, app, { requestsPerMinute: 10_000 })
  otherKey = await makeKey(gateway.database, app, { requestsPerMinute: 10_000 })
  await fundPool(gateway.database, app, dollars('100'))
  await writeFirstPackages(gateway.database, new Date(0))
})
afterAll(() => gateway.stop())

async function post(path: string, body: unknown, idempotencyKey?: string, secret = key.secret) {
  const reply = await fetch(gateway.url + path, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${secret}`,
      'content-type': 'application/json',
      ...(idempotencyKey !== undefined && { 'idempotency-key': idempotencyKey }),
    },
    body: JSON.stringify(body),
  })
  return {
    status: reply.status,
    headers: reply.headers,
    json: (await reply.json()) as Record<string, unknown> & { error?: { code: string } },
  }
}

const grant = (user: string, amount: number, idempotencyKey?: string, secret?: string) =>
  post('/v1/funding/grant', { external_user_id: user, amount }, idempotencyKey, secret)
const checkout = (user: string, idempotencyKey?: string, package_id = 'basic') =>
  post(
    `/v1/users/${user}/checkout`,
    { package_id, success_url: 'http://localhost:5173/paid', cancel_url: 'http://localhost:5173/back' },
    idempotencyKey,
  )
const grants = () => gateway.database.grant.count()
const orders = () => gateway.database.order.count()

describe('the same key again', () => {
  it('a checkout is one order, and the same page', async () => {
    const first = await checkout('buyer', 'buy-1')
    expect(first.status).toBe(201)
    const before = await orders()
    const again = await checkout('buyer', 'buy-1')
    expect([again.status, again.json]).toEqual([201, first.json])
    expect(again.headers.get('x-farebox-replay-of')).toBe(first.headers.get('x-request-id'))
    expect(again.headers.get('content-type')).toMatch(/^application\/json/)
    expect(await orders()).toBe(before)
    // Without a key it is another purchase.
    expect((await checkout('buyer')).json.id).not.toBe(first.json.id)
  })

  it('a grant is given once, and the second says that it is a duplicate', async () => {
    const first = await grant('reader', 0.5, 'grant-1')
    const again = await grant('reader', 0.5, 'grant-1')
    expect(again.json).toEqual({ ...first.json, duplicate: true })
    expect(await grants()).toBe(1)
  })

  it('twenty at once do it once', async () => {
    const before = await grants()
    const replies = await Promise.all(Array.from({ length: 20 }, () => grant('crowd', 1, 'grant-20')))
    expect(replies.every(({ status }) => status === 200 || status === 409)).toBe(true)
    for (const { status, json, headers } of replies) {
      if (status === 409) expect([json.error?.code, headers.get('retry-after')]).toEqual(['idempotency_in_progress', '1'])
    }
    expect(await grants()).toBe(before + 1)
  })

  it('with another body, or at another address, is refused', async () => {
    await grant('mismatch', 1, 'other')
    for (const reply of [await grant('mismatch', 2, 'other'), await grant('somebody', 1, 'other'), await checkout('mismatch', 'other')]) {
      expect([reply.status, reply.json.error?.code]).toEqual([422, 'idempotency_mismatch'])
    }
  })

  it('belongs to one credential', async () => {
    const mine = await grant('shared', 1, 'mine')
    const theirs = await grant('shared', 1, 'mine', otherKey.secret)
    expect([theirs.status, theirs.json.duplicate]).toEqual([200, false])
    expect(theirs.json.ledger_id).not.toBe(mine.json.ledger_id)
  })

  it('after a refusal is tried afresh', async () => {
    expect((await checkout('later', 'later', 'no-such-package')).status).toBeGreaterThanOrEqual(400)
    expect((await grant('later', 1_000, 'poor')).status).toBe(402)
    await fundPool(gateway.database, app, dollars('2000'))
    expect((await grant('later', 1_000, 'poor')).status).toBe(200)
    expect((await checkout('later', 'later')).status).toBe(201)
  })

  it('is refused where it is empty or too long', async () => {
    for (const wrong of ['', 'x'.repeat(256)]) {
      const reply = await grant('wrong', 1, wrong)
      expect([reply.status, reply.json.error?.code]).toEqual([400, 'invalid_request'])
    }
    expect((await grant('wrong', 1, 'x'.repeat(255))).status).toBe(200)
  })

  it('of a key that was revoked since, tells nothing', async () => {
    const doomed = await makeKey(gateway.database, app)
    expect((await grant('secret', 1, 'doomed', doomed.secret)).status).toBe(200)
    await gateway.database.apiKey.update({ where: { id: doomed.id }, data: { revokedAt: now } })
    expect((await grant('secret', 1, 'doomed', doomed.secret)).status).toBe(401)
  })
})

describe('of metered services', () => {
  const service = { name: 'poem', price: { cents: 5, per: 1, unit: 'poem' } }
  const named = (user: string) => ({ ...{ service: 'poem', user } })

  it('a hold and a charge know their keys themselves; settling and giving back are answered again as they were', async () => {
    const walletId = await makeRider(gateway.database, [app], 'poet')
    await payIn(gateway.database, { walletId, creditMicrocents: dollars('5') })
    const defined = await post('/v1/services', service, 'define')
    expect(defined.status).toBe(201)
    const again = await post('/v1/services', service, 'define')
    expect([again.status, again.json]).toEqual([201, defined.json])

    const hold = await post('/v1/holds', { ...named('poet'), units_max: 4 }, 'hold')
    expect(hold.status).toBe(201)
    const settled = await post(`/v1/holds/${hold.json.id}/settle`, { units: 2 }, 'settle')
    expect(settled).toMatchObject({ status: 200, json: { status: 'settled' } })
    const settledAgain = await post(`/v1/holds/${hold.json.id}/settle`, { units: 2 }, 'settle')
    expect(settledAgain.json).toEqual(settled.json)
    expect(settledAgain.headers.get('x-farebox-replay-of')).toBe(settled.headers.get('x-request-id'))
    const otherwise = await post(`/v1/holds/${hold.json.id}/settle`, { units: 3 }, 'settle')
    expect([otherwise.status, otherwise.json.type, otherwise.json.code]).toEqual([
      422,
      '/errors/idempotency_mismatch',
      'idempotency_mismatch',
    ])

    const charge = await post('/v1/charges', { ...named('poet'), units: 1 }, 'charge')
    expect(charge.status).toBe(201)
    const back = await post(`/v1/charges/${charge.json.id}/reverse`, { reason: 'A bad poem.' }, 'back')
    const backAgain = await post(`/v1/charges/${charge.json.id}/reverse`, { reason: 'A bad poem.' }, 'back')
    expect([back.status, backAgain.json]).toEqual([200, back.json])
    expect((await post(`/v1/charges/${charge.json.id}/reverse`, { reason: 'A bad poem.' }, 'anew')).json.code).toBe(
      'charge_already_reversed',
    )
    expect((await gateway.database.charge.findMany({ where: { walletId } })).length).toBe(2)
  })
})

describe('what is kept', () => {
  it('is encrypted, and counts for a day', async () => {
    await grant('CANARY', 1, 'sealed')
    const rows = await gateway.database.keptReply.findMany()
    expect(rows.length).toBeGreaterThan(3)
    for (const { body } of rows) expect(Buffer.from(body ?? []).includes('CANARY')).toBe(false)

    const order = await checkout('daily', 'daily')
    now = new Date(now.getTime() + 24 * 60 * 60 * 1_000)
    const nextDay = await checkout('daily', 'daily')
    expect(nextDay.json.id).not.toBe(order.json.id)
  })

  it('a request lost with its process may be sent again after a minute, unchanged', async () => {
    await grant('lost', 3, 'lost')
    await gateway.database.keptReply.updateMany({ data: { status: null, body: null } })
    expect((await grant('lost', 3, 'lost')).json.error?.code).toBe('idempotency_in_progress')
    now = new Date(now.getTime() + 61_000)
    expect((await grant('lost', 4, 'lost')).json.error?.code).toBe('idempotency_mismatch')
    // The grant itself knows its name: what had been given is not given again.
    expect(await grant('lost', 3, 'lost')).toMatchObject({ status: 200, json: { duplicate: true } })
  })
})
