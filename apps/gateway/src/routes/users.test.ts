// Users over HTTP: named, listed, paid for without an account, forgotten.
import { completeOrder, openCheckout, openStripe, type Till, unknownBuyer } from '@farebox/billing/checkout'
import { dollars, grant, makeApp, makeKey, type WorldApp, type WorldKey, walletTotals } from '@farebox/billing/testing'
import { writeFirstPackages } from '@farebox/billing/users'
import { type StripeStandIn, startStripeStandIn } from '@farebox/stand-ins'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startGateway, type TestGateway } from '../testing/start-gateway.ts'

let gateway: TestGateway
let stripe: StripeStandIn
let till: Till
let app: WorldApp
let key: WorldKey
beforeAll(async () => {
  gateway = await startGateway()
  stripe = await startStripeStandIn()
  till = { database: gateway.database, stripe: openStripe({ secretKey: 'sk_test_farebox', apiBase: stripe.url }) }
  await writeFirstPackages(gateway.database, new Date(0))
  app = await makeApp(gateway.database)
  key = await makeKey(gateway.database, app, { requestsPerMinute: 10_000 })
})
afterAll(async () => {
  await stripe.stop()
  await gateway.stop()
})

async function ask(method: string, path: string, body?: object, secret = key.secret) {
  const headers = { authorization: `Bearer ${secret}`, ...(body && { 'content-type': 'application/json' }) }
  const reply = await fetch(`${gateway.url}${path}`, { method, headers, ...(body && { body: JSON.stringify(body) }) })
  return { status: reply.status, body: await reply.json() }
}

const urls = { success_url: 'http://localhost:5173/paid', cancel_url: 'http://localhost:5173/back' }

/** As the checkout page does: Stripe's page, a paying card, and back. */
async function payFor(url: string) {
  const order = await gateway.database.order.findFirstOrThrow({ orderBy: { id: 'desc' } })
  expect(url).toMatch(/^http:\/\/wallet\.localhost\/checkout\/ord_[0-9a-z]{26}$/)
  await openCheckout(till, { orderId: order.id, walletUrl: 'http://wallet.localhost', buyer: unknownBuyer, now: new Date() })
  const { stripeSessionId, walletId } = await gateway.database.order.findUniqueOrThrow({ where: { id: order.id } })
  stripe.pay(stripeSessionId ?? '')
  await completeOrder(till, order.id, new Date())
  return walletId ?? ''
}

describe('users', () => {
  it('are named, found, listed and forgotten', async () => {
    const named = await ask('PUT', '/v1/users/user_1', { email: 'user@farebox.test' })
    expect(named).toMatchObject({
      status: 201,
      body: { object: 'user', id: 'user_1', wallet: 'unclaimed', available: '0.00000000', email: 'user@farebox.test' },
    })
    expect((await ask('PUT', '/v1/users/user_1')).status).toBe(200)
    expect((await ask('GET', '/v1/users/user_1')).body).toMatchObject({ id: 'user_1', email: 'user@farebox.test' })
    expect((await ask('GET', '/v1/users?limit=1')).body).toMatchObject({ object: 'list', data: [{ id: 'user_1' }], has_more: false })
    expect((await ask('DELETE', '/v1/users/user_1')).body).toMatchObject({ deleted: true })
    expect(await ask('GET', '/v1/users/user_1')).toMatchObject({ status: 404, body: { error: { code: 'user_not_found' } } })
  })

  it('are not found by another app’s key, and not forgotten while paid money is left', async () => {
    const checkout = await ask('POST', '/v1/users/buyer/checkout', { package_id: 'basic', ...urls })
    expect(checkout).toMatchObject({ status: 201, body: { object: 'checkout', external_user_id: 'buyer' } })
    await payFor(checkout.body.url)
    const other = await makeKey(gateway.database, await makeApp(gateway.database), { requestsPerMinute: 10_000 })
    expect((await ask('GET', '/v1/users/buyer', undefined, other.secret)).status).toBe(404)
    expect((await ask('DELETE', '/v1/users/buyer', undefined, other.secret)).status).toBe(404)
    expect(await ask('DELETE', '/v1/users/buyer')).toMatchObject({ status: 409, body: { error: { code: 'user_has_money' } } })
    expect((await ask('GET', '/v1/users/buyer')).body.available).toBe('8.50000000')
  })

  it('are refused with ids, bodies and addresses that are wrong, and nothing is made', async () => {
    expect((await ask('PUT', '/v1/users/a%20b')).status).toBe(400)
    expect((await ask('PUT', '/v1/users/user_9', { email: 'no address' })).status).toBe(400)
    expect((await ask('PUT', '/v1/users/user_9', { name: 'x' })).status).toBe(400)
    expect(await ask('POST', '/v1/users/user_9/checkout', { package_id: 'platinum', ...urls })).toMatchObject({
      status: 400,
      body: { error: { code: 'invalid_request', param: 'package_id' } },
    })
    const offSite = { package_id: 'basic', ...urls, success_url: 'https://evil.example/' }
    expect(await ask('POST', '/v1/users/user_9/checkout', offSite)).toMatchObject({
      status: 400,
      body: { error: { param: 'success_url' } },
    })
    expect((await ask('GET', '/v1/users/user_9')).status).toBe(404)
    expect((await ask('GET', '/v1/users', undefined, 'sk-farebox-live-nonsense')).status).toBe(401)
  })
})

it('S13: packages are public', async () => {
  const { data } = await (await fetch(`${gateway.url}/v1/packages`)).json()
  expect(data.map((each: Record<string, unknown>) => [each.id, each.price, each.credit, each.fee])).toEqual([
    ['starter', '5.00000000', '4.05000000', '0.95000000'],
    ['basic', '10.00000000', '8.50000000', '1.50000000'],
    ['plus', '25.00000000', '22.50000000', '2.50000000'],
    ['pro', '50.00000000', '46.50000000', '3.50000000'],
  ])
})

it('S9: a grant used up is 402 with a way to top up; after the checkout the same call succeeds', async () => {
  const call = () =>
    ask('POST', '/v1/users/welcome/chat/completions', { model: 'gpt-4o', max_tokens: 100, messages: [{ role: 'user', content: 'Hello' }] })
  await ask('PUT', '/v1/users/welcome')
  const { walletId } = await gateway.database.externalUser.findFirstOrThrow({ where: { externalUserId: 'welcome' } })
  await grant(gateway.database, app, walletId, dollars('0.00000100'))
  const refused = await call()
  expect(refused).toMatchObject({
    status: 402,
    body: { error: { code: 'wallet_empty', metadata: { topup_url: expect.stringMatching(/^http.+\/top-up\/for\/wal_/) } } },
  })
  const checkout = await ask('POST', '/v1/users/welcome/checkout', { package_id: 'starter', ...urls })
  expect(await payFor(checkout.body.url)).toBe(walletId)
  expect((await call()).status).toBe(200)
  expect((await walletTotals(gateway.database, walletId)).available).toBeLessThan(dollars('4.05'))
})
