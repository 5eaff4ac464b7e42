// Visitors without an account: what an app gives them, and that nobody gets more by coming a thousand times. Each attack first shows the
// honest way, then fails without its one honest ingredient.
import { ensureOAuthClient } from '@farebox/auth/testing'
import { returningGuest, setGuestRule, startGuest, Turns } from '@farebox/billing/guests'
import {
  dollars,
  followClaims,
  fundPool,
  makeApp,
  makeKey,
  makeUser,
  returnExpiredGrants,
  type WorldApp,
  type WorldKey,
  walletCharges,
  walletTotals,
} from '@farebox/billing/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ask } from '../testing/ask.ts'
import { accessToken, type Connected, connectedUser } from '../testing/connected-user.ts'
import { startGateway, type TestGateway, until } from '../testing/start-gateway.ts'

let gateway: TestGateway
beforeAll(async () => {
  // As behind a proxy of ours: it writes the address it saw last.
  gateway = await startGateway({ trustedProxies: ['127.0.0.1'] })
})
afterAll(() => gateway.stop())

const origin = 'https://pixelpal.example'
const userId = '00000000-0000-7000-8000-000000000000'
const rule = { isOn: true, amount: dollars('0.05'), dailyCap: dollars('2'), perAddressPerDay: 3, models: [], lastsDays: 7 }

type Shop = { app: WorldApp; key: WorldKey; publishable: string; pool: () => Promise<bigint> }

/** An app that lets visitors start, with money in its pool. */
async function aShop({ changes = {}, pool = '20' }: { changes?: Partial<typeof rule>; pool?: string } = {}): Promise<Shop> {
  const { database } = gateway
  const app = await makeApp(database)
  const { appId } = app
  await database.appOrigin.create({ data: { appId, origin } })
  if (pool !== '0') await fundPool(database, app, dollars(pool))
  await setGuestRule(database, { appId, mode: 'live', userId, rule: { ...rule, ...changes }, now: new Date() })
  const { clientId } = await ensureOAuthClient(database, { appId, mode: 'live', kind: 'public', now: new Date() })
  const account = () => database.account.findUniqueOrThrow({ where: { mode_kind_id: { mode: 'live', kind: 'grant_pool', id: appId } } })
  return { app, key: await makeKey(database, app), publishable: clientId, pool: async () => (await account()).balanceMicrocents }
}

let addresses = 0
const newAddress = () => `203.0.${113 + Math.floor(++addresses / 250)}.${addresses % 250}`

type Visit = { secret?: string; headers?: Record<string, string>; from?: string; body?: object }

async function visit(credential: string, { secret, headers, from = newAddress(), body = {} }: Visit = {}) {
  const reply = await fetch(`${gateway.url}/v1/guests`, {
    method: 'POST',
    headers: { authorization: `Bearer ${credential}`, 'content-type': 'application/json', origin, 'x-forwarded-for': from, ...headers },
    body: JSON.stringify({ ...(secret && { guest_secret: secret }), ...body }),
  })
  return { status: reply.status, body: await reply.json() }
}

async function convert(secret: string, token: string) {
  const reply = await fetch(`${gateway.url}/v1/guests/convert`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ guest_secret: secret }),
  })
  return { status: reply.status, body: await reply.json() }
}

const call = (token: string, more: Record<string, unknown> = {}) =>
  ask(gateway, { secret: token, model: 'gpt-4o-mini', headers: { origin }, ...more })
const walletOf = async (id: string) => (await gateway.database.guest.findFirstOrThrow({ where: { externalUserId: id } })).walletId
const available = async (walletId: string) => (await walletTotals(gateway.database, walletId)).available
const codeOf = ({ body }: { body: { error?: { code: string } } }) => body.error?.code

describe('a guest', () => {
  it('starts without an account, pays base cost from the app’s grant, and is the same guest when they come back', async () => {
    const shop = await aShop()
    const first = await visit(shop.publishable)
    expect(first).toMatchObject({
      status: 201,
      body: { object: 'guest', granted: '0.05000000', available: '0.05000000', token_type: 'Bearer' },
    })
    expect(first.body.expires_in).toBeLessThanOrEqual(900)
    expect(await shop.pool()).toBe(dollars('19.95'))

    const paid = await call(first.body.access_token)
    expect(paid.status).toBe(200)
    expect(paid.json.usage.cost_details.markup).toBe('0.00000000')
    const spent = dollars(paid.json.usage.cost)

    const again = await visit(shop.publishable, { secret: first.body.guest_secret })
    expect(again.status).toBe(200)
    expect(again.body.id).toBe(first.body.id)
    expect(again.body.guest_secret).toBeUndefined()
    expect(dollars(again.body.available)).toBe(dollars('0.05') - spent)
    expect(await shop.pool()).toBe(dollars('19.95'))
    // The developer sees them as one of their users, by what they spent.
    expect((await gateway.database.charge.findFirstOrThrow({ where: { appId: shop.app.appId } })).externalUserId).toBe(first.body.id)
  })

  it('is refused when the grant is used up, for another model than allowed, and once the developer forgets them', async () => {
    const shop = await aShop({ changes: { amount: dollars('0.0001'), models: ['gpt-4o-mini'] as never[] } })
    const { body } = await visit(shop.publishable)
    expect((await call(body.access_token, { model: 'gpt-4o' })).json.error.code).toBe('model_not_allowed')
    const short = await call(body.access_token, { prompt: 'x'.repeat(8_000) })
    expect(short).toMatchObject({ status: 402, json: { error: { code: 'wallet_empty', metadata: { limit_source: 'guest' } } } })

    const authorization = `Bearer ${shop.key.secret}`
    await fetch(`${gateway.url}/v1/users/${body.id}`, { method: 'DELETE', headers: { authorization } })
    expect(await shop.pool()).toBe(dollars('20'))
    expect((await call(body.access_token)).status).toBe(401)
    expect(codeOf(await visit(shop.publishable, { secret: body.guest_secret }))).toBe('guest_ended')
  })

  it('is not let in where nobody switched it on, nor where the pool is empty; switched off, nobody gets a further token', async () => {
    const shop = await aShop()
    const { body } = await visit(shop.publishable)
    await setGuestRule(gateway.database, { appId: shop.app.appId, mode: 'live', userId, rule: { ...rule, isOn: false }, now: new Date() })
    expect(codeOf(await visit(shop.publishable))).toBe('guests_not_allowed')
    expect(codeOf(await visit(shop.publishable, { secret: body.guest_secret }))).toBe('guests_not_allowed')
    const empty = await aShop({ pool: '0.04' })
    expect(await visit(empty.publishable)).toMatchObject({ status: 402, body: { error: { code: 'guest_pool_spent' } } })
    expect(await gateway.database.guest.count({ where: { appId: empty.app.appId } })).toBe(0)
  })

  it('ends by itself: what is left returns to the pool, and the secret opens nothing any more', async () => {
    const shop = await aShop()
    const { body } = await visit(shop.publishable)
    const spent = dollars((await call(body.access_token)).json.usage.cost)
    const later = new Date(Date.now() + 8 * 86_400_000)
    await returnExpiredGrants(gateway.database, { now: later })
    expect(await shop.pool()).toBe(dollars('20') - spent)
    const { appId } = shop.app
    const back = { appId, mode: 'live' as const, origin, networkAddress: undefined, secret: body.guest_secret, now: later }
    await expect(returningGuest(gateway.gateway.guests, back)).rejects.toMatchObject({ code: 'guest_ended' })
  })

  it('is given within bounds: a rule that would give nothing, too much, or more than its day is refused', async () => {
    const { app } = await aShop()
    const wrong: Partial<typeof rule>[] = [
      { amount: dollars('0') },
      { amount: dollars('5.01'), dailyCap: dollars('10') },
      { dailyCap: dollars('0.04') },
      { dailyCap: dollars('10001') },
      { perAddressPerDay: 0 },
      { perAddressPerDay: 1.5 },
      { lastsDays: 91 },
    ]
    for (const changes of wrong) {
      const set = setGuestRule(gateway.database, { appId: app.appId, mode: 'live', userId, rule: { ...rule, ...changes }, now: new Date() })
      await expect(set).rejects.toMatchObject({ code: 'invalid_request', param: Object.keys(changes)[0] })
    }
  })

  it('of a server’s key works in every call that names them, and cannot be topped up', async () => {
    const shop = await aShop()
    const { status, body } = await visit(shop.key.secret, { body: { network_address: '198.51.100.7' }, headers: { origin: '' } })
    expect(status).toBe(201)
    expect((await ask(gateway, { secret: shop.key.secret, user: body.id, model: 'gpt-4o-mini' })).status).toBe(200)
    const reply = await fetch(`${gateway.url}/v1/users/${body.id}/checkout`, {
      method: 'POST',
      headers: { authorization: `Bearer ${shop.key.secret}`, 'content-type': 'application/json' },
      body: JSON.stringify({ package_id: 'starter', success_url: origin, cancel_url: origin }),
    })
    expect(reply.status).toBe(400)
  })
})

describe('what a thousand visits gain', () => {
  it('S22: 1,000 temporary sign-ups gain at most the pool’s daily cap', { timeout: 120_000 }, async () => {
    const shop = await aShop({ changes: { perAddressPerDay: 100 } })
    const tokens: string[] = []
    for (let batch = 0; batch < 20; batch += 1) {
      const answers = await Promise.all(
        Array.from({ length: 50 }, (_, place) =>
          visit(shop.publishable, { headers: { 'x-real-ip': `10.0.0.${place}`, 'user-agent': `browser ${batch}-${place}` } }),
        ),
      )
      for (const { status, body } of answers) {
        if (status === 201) tokens.push(body.access_token)
        else expect([status, body.error.code]).toEqual([402, 'guest_pool_spent'])
      }
    }
    expect(tokens).toHaveLength(40)
    expect(await shop.pool()).toBe(dollars('18'))
    // And what they spend with tokens that are rotated as fast as they run out is those grants, and nothing of anybody else.
    await Promise.all(tokens.map((token) => call(token, { model: 'gpt-4o', max_tokens: 4_000 })))
    const { _sum } = await gateway.database.charge.aggregate({
      where: { appId: shop.app.appId },
      _sum: { baseMicrocents: true, markupMicrocents: true },
    })
    expect(_sum.baseMicrocents ?? 0n).toBeGreaterThan(0n)
    expect(_sum.baseMicrocents ?? 0n).toBeLessThanOrEqual(dollars('2'))
    expect(_sum.markupMicrocents).toBe(0n)
  })

  it('S22: nor where they ask every gateway at once: what is counted is the day’s own row', async () => {
    const shop = await aShop({ changes: { dailyCap: dollars('0.10') } })
    const { appId } = shop.app
    const asked = { appId, mode: 'live' as const, origin, networkAddress: undefined, now: new Date() }
    const gateways = Array.from({ length: 8 }, () => ({ ...gateway.gateway.guests, turns: new Turns() }))
    const answers = await Promise.allSettled(gateways.map((desk) => startGuest(desk, asked)))
    expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(2)
    expect(await shop.pool()).toBe(dollars('19.90'))
  })

  it('S22: nor more than the pool holds, where that is less than the cap; what comes back makes no room on the same day', async () => {
    const shop = await aShop({ pool: '0.12', changes: { perAddressPerDay: 100 } })
    const answers = await Promise.all(Array.from({ length: 12 }, () => visit(shop.publishable)))
    const guests = answers.filter(({ status }) => status === 201)
    expect(guests).toHaveLength(2)
    expect(await shop.pool()).toBe(dollars('0.02'))

    const capped = await aShop({ changes: { dailyCap: dollars('0.05') } })
    const { body } = await visit(capped.publishable)
    const authorization = `Bearer ${capped.key.secret}`
    await fetch(`${gateway.url}/v1/users/${body.id}`, { method: 'DELETE', headers: { authorization } })
    expect(await capped.pool()).toBe(dollars('20'))
    expect(codeOf(await visit(capped.publishable))).toBe('guest_pool_spent')
  })

  it('three visits of one network address a day, whatever it writes into its headers; a /64 is one address', async () => {
    const shop = await aShop()
    const answers = await Promise.all(
      Array.from({ length: 6 }, (_, place) =>
        visit(shop.publishable, { from: `10.9.9.${place}, 192.0.2.77`, headers: { forwarded: `for=10.1.1.${place}` } }),
      ),
    )
    expect(answers.map(({ status }) => status).toSorted()).toEqual([201, 201, 201, 429, 429, 429])
    const refused = answers.find(({ status }) => status === 429)
    expect(refused?.body.error).toMatchObject({ code: 'rate_limit_exceeded', metadata: { bucket: 'network address' } })
    expect(await shop.pool()).toBe(dollars('19.85'))
    const house = await Promise.all([1, 2, 3, 4].map((place) => visit(shop.publishable, { from: `2001:db8:1:2::${place}` })))
    expect(house.filter(({ status }) => status === 201)).toHaveLength(3)
    // A server that says whom it speaks for is held to the same.
    const said = { network_address: '192.0.2.77' }
    expect((await visit(shop.key.secret, { body: said })).status).toBe(429)
    expect((await visit(shop.publishable, { body: said })).status).toBe(400)
  })
})

describe('a guest’s token', () => {
  it('is worth nothing on another website, in another app, or after its guest signed in', async () => {
    const [shop, other] = [await aShop(), await aShop()]
    const { body } = await visit(shop.publishable)
    expect((await call(body.access_token)).status).toBe(200)
    const headersOfOthers: Record<string, string>[] = [{ origin: 'https://evil.example' }, {}]
    for (const headers of headersOfOthers) {
      expect(await ask(gateway, { secret: body.access_token, model: 'gpt-4o-mini', headers })).toMatchObject({
        status: 403,
        json: { error: { code: 'origin_not_allowed' } },
      })
    }
    expect(codeOf(await visit(shop.publishable, { headers: { origin: 'https://evil.example' } }))).toBe('origin_not_allowed')
    expect(codeOf(await visit(shop.publishable, { headers: { origin: 'null' } }))).toBe('origin_not_allowed')
    expect(codeOf(await visit(other.publishable, { secret: body.guest_secret }))).toBe('guest_ended')
    expect((await call(body.access_token, { user: 'somebody' })).json.error.code).toBe('payer_not_allowed')

    const person = await connectedUser(gateway, shop.app, { credit: '1' })
    expect((await convert(body.guest_secret, await accessToken(gateway, person))).status).toBe(200)
    expect((await call(body.access_token)).json.error.code).toBe('token_expired')
    expect(codeOf(await visit(shop.publishable, { secret: body.guest_secret }))).toBe('guest_converted')
  })
})

describe('a guest who signs in', () => {
  const charged = async (walletId: string) => gateway.database.charge.count({ where: { walletId } })

  it('keeps what is left as this app’s grant, under the same name, once', async () => {
    const shop = await aShop()
    const { body } = await visit(shop.publishable)
    const { json } = await call(body.access_token)
    const left = dollars('0.05') - dollars(json.usage.cost)
    const person = await connectedUser(gateway, shop.app, { credit: '1' })
    const token = await accessToken(gateway, person)
    const answers = await Promise.all([1, 2, 3].map(() => convert(body.guest_secret, token)))
    for (const { status, body: said } of answers) {
      expect([status, dollars(said.moved)]).toEqual([200, left])
    }
    const guestWallet = await walletOf(body.id)
    expect([await available(guestWallet), await available(person.walletId)]).toEqual([0n, dollars('1') + left])
    const lot = await gateway.database.lot.findFirstOrThrow({ where: { walletId: person.walletId, kind: 'grant' } })
    expect([lot.appId, lot.availableMicrocents]).toEqual([shop.app.appId, left])
    const name = await gateway.database.externalUser.findFirstOrThrow({ where: { externalUserId: body.id } })
    expect([name.walletId, name.connectionId]).toEqual([person.walletId, person.connectionId])
    // What they did as a guest is in their history.
    const { rows } = await walletCharges(gateway.database, person.walletId, { limit: 10 })
    expect(rows.map(({ total }) => total)).toEqual([dollars(json.usage.cost)])
    // The grant is spent first, without markup.
    expect((await call(token)).json.usage.cost_details.markup).toBe('0.00000000')
  })

  it('loses nothing to a call under way: it ends, is charged once, and its rest follows', async () => {
    const shop = await aShop()
    const { body } = await visit(shop.publishable)
    const asked = { prompt: 'Answer.\nstand-in: gate=claimed', headers: { origin, 'idempotency-key': 'across the claim' } }
    const guestWallet = await walletOf(body.id)
    const running = call(body.access_token, asked)
    await until('the call is under way', async () => (await gateway.database.hold.count({ where: { walletId: guestWallet } })) > 0)
    const person = await connectedUser(gateway, shop.app, { credit: '1' })
    const token = await accessToken(gateway, person)
    const { body: converted } = await convert(body.guest_secret, token)
    expect(converted.moved).toBe('0.00000000')
    gateway.standIn.gates.release('claimed')
    const { status, json } = await running
    expect(status).toBe(200)
    await followClaims(gateway.database, new Date())
    const left = dollars('0.05') - dollars(json.usage.cost)
    expect([await available(guestWallet), await available(person.walletId)]).toEqual([0n, dollars('1') + left])

    // The same call again, now by the person: it is the one it was.
    const repeated = await call(token, asked)
    expect(repeated.json).toEqual(json)
    expect([await charged(guestWallet), await charged(person.walletId)]).toEqual([1, 0])
  })

  it('is one person: another’s token takes nothing, nor does one without the secret, of another app, or of the guest itself', async () => {
    const [shop, other] = [await aShop(), await aShop()]
    const { body } = await visit(shop.publishable)
    const [ann, bob, stranger]: Connected[] = await Promise.all([
      connectedUser(gateway, shop.app, { credit: '1' }),
      connectedUser(gateway, shop.app, { credit: '1' }),
      connectedUser(gateway, other.app, { credit: '1' }),
    ])
    if (!ann || !bob || !stranger) throw new Error('three people')
    expect(codeOf(await convert('gs-farebox-guessed', await accessToken(gateway, bob)))).toBe('guest_ended')
    expect(codeOf(await convert(body.guest_secret, await accessToken(gateway, stranger)))).toBe('guest_ended')
    expect(codeOf(await convert(body.guest_secret, body.access_token))).toBe('origin_not_allowed')
    expect((await convert(body.guest_secret, await accessToken(gateway, ann))).status).toBe(200)
    expect(codeOf(await convert(body.guest_secret, await accessToken(gateway, bob)))).toBe('wallet_claimed')
    expect(await available(bob.walletId)).toBe(dollars('1'))
  })

  it('takes no user of the app along who is none of theirs', async () => {
    const shop = await aShop()
    const unclaimed = await makeUser(gateway.database, shop.app, 'somebody')
    const person = await connectedUser(gateway, shop.app)
    expect(codeOf(await convert(unclaimed.walletId, await accessToken(gateway, person)))).toBe('guest_ended')
  })
})
