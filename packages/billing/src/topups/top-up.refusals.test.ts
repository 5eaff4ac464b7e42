// What is never credited: unpaid, mismatching, forged, of another Stripe mode; and what is refused before anybody can pay.
import { newId } from '@farebox/db'
import { opened } from '@farebox/ledger/testing'
import { parseDollars } from '@farebox/money'
import { signatureHeader } from '@farebox/stand-ins'
import { describe, expect, it, vi } from 'vitest'
import { unknownBuyer } from '../risk/admit-buyer.ts'
import { receiveStripeWebhook } from '../stripe-webhook.ts'
import { anOpenOrder, aWallet, balanceOf, topUpWorld, WEBHOOK_SECRET, walletUrl } from '../testing/top-up-world.ts'
import { completeOrder } from './complete-order.ts'
import { developerPrice } from './developer-price.ts'
import { handleStripeEvent } from './handle-stripe-event.ts'
import { openCheckout } from './open-checkout.ts'
import { startOrder } from './start-order.ts'

const world = opened(topUpWorld)

const orderNamed = (orderId: string) => world.database.order.findUniqueOrThrow({ where: { id: orderId } })
const event = (changes: object = {}) =>
  JSON.stringify({
    id: `evt_${newId()}`,
    object: 'event',
    type: 'customer.created',
    created: 1,
    livemode: false,
    data: { object: {} },
    ...changes,
  })
const seconds = () => Math.floor(Date.now() / 1000)

describe('an order is not credited', () => {
  it('M39: while its session is complete and unpaid', async () => {
    world.stripe.faults.set({ completion: 'async' })
    const { orderId, sessionId, walletId } = await anOpenOrder(world)
    world.stripe.pay(sessionId)
    world.stripe.faults.set({ completion: 'paid' })
    expect(await completeOrder(world.till, orderId, new Date())).toBe('waiting')
    expect(await balanceOf(world.database, walletId)).toBe(0n)
  })

  it('M40: when a delayed payment fails: the order is closed', async () => {
    world.stripe.faults.set({ completion: 'async' })
    const { orderId, sessionId, walletId } = await anOpenOrder(world)
    world.stripe.pay(sessionId)
    world.stripe.faults.set({ completion: 'paid' })
    await fetch(`${world.stripe.url}/control/sessions/${sessionId}/async`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ outcome: 'failed' }),
    })
    await vi.waitFor(async () => expect((await orderNamed(orderId)).status).toBe('failed'), { timeout: 10_000 })
    expect(await balanceOf(world.database, walletId)).toBe(0n)
  })

  it('M44: when the amount paid is not the amount ordered: it waits for a person', async () => {
    const { orderId, sessionId, walletId } = await anOpenOrder(world)
    await world.database.order.update({ where: { id: orderId }, data: { priceCents: 5_000, creditMicrocents: parseDollars('46.50') } })
    world.stripe.pay(sessionId)
    expect(await completeOrder(world.till, orderId, new Date())).toBe('quarantined')
    expect(await completeOrder(world.till, orderId, new Date())).toBe('quarantined')
    expect((await orderNamed(orderId)).quarantineReason).toBe('paid 1000 cents of 5000')
    expect(await world.database.auditEntry.count({ where: { subject: `order:${orderId}` } })).toBe(1)
    expect(await balanceOf(world.database, walletId)).toBe(0n)
  })

  it.each([
    ['another currency', { currency: 'eur' }, 'paid in eur'],
    ['another Stripe mode', { livemode: true }, 'the session is of another Stripe mode'],
    ['another order', { orderId: newId() }, 'the session names another order'],
  ])('M44: when Stripe’s session says %s', async (_what, changes, reason) => {
    const { orderId, sessionId, walletId } = await anOpenOrder(world)
    world.stripe.setWebhook(undefined)
    world.stripe.pay(sessionId)
    const { stripe } = world.till
    const saysOtherwise = { ...stripe, checkout: async (id: string) => ({ ...(await stripe.checkout(id)), ...changes }) }
    expect(await completeOrder({ ...world.till, stripe: saysOtherwise }, orderId, new Date())).toBe('quarantined')
    expect((await orderNamed(orderId)).quarantineReason).toBe(reason)
    expect(await balanceOf(world.database, walletId)).toBe(0n)
    world.stripe.setWebhook({ url: world.webhookUrl, secret: WEBHOOK_SECRET, retryFirstMs: 20 })
  })

  it('M51: when the session belongs to another order: our own row decides, not what the session says', async () => {
    const paid = await anOpenOrder(world, 'starter')
    const other = await anOpenOrder(world, 'pro')
    await world.database.order.update({ where: { id: paid.orderId }, data: { stripeSessionId: null } })
    await world.database.order.update({ where: { id: other.orderId }, data: { stripeSessionId: paid.sessionId } })
    world.stripe.pay(paid.sessionId)
    expect(await completeOrder(world.till, other.orderId, new Date())).toBe('quarantined')
    expect(await balanceOf(world.database, other.walletId)).toBe(0n)
  })

  it('by a card that is declined', async () => {
    const { orderId, sessionId, walletId } = await anOpenOrder(world)
    expect(() => world.stripe.pay(sessionId, '4000000000000002')).toThrow()
    expect(await completeOrder(world.till, orderId, new Date())).toBe('waiting')
    expect(await balanceOf(world.database, walletId)).toBe(0n)
  })
})

describe('the inbox', () => {
  it('M43: keeps an event of an order that does not exist, and tries again', async () => {
    const object = { id: `cs_test_${newId()}`, object: 'checkout.session', client_reference_id: newId() }
    const id = `evt_${newId()}`
    await world.database.stripeEvent.create({
      data: { id, type: 'checkout.session.completed', livemode: false, payload: { data: { object } } },
    })
    await expect(handleStripeEvent(world.till, id, new Date())).rejects.toMatchObject({ code: 'not_found' })
    expect(await world.database.stripeEvent.findUniqueOrThrow({ where: { id } })).toMatchObject({ status: 'failed', attempts: 1 })
  })

  it('M47, G50: is not poisoned: what failed at first is credited at the next try', async () => {
    const { orderId, walletId, sessionId } = await anOpenOrder(world)
    world.stripe.faults.set({ api: { next: 6, path: `/v1/checkout/sessions/${sessionId}`, how: 'before' } })
    world.stripe.pay(sessionId)
    await vi.waitFor(async () => expect((await orderNamed(orderId)).status).toBe('paid'), { timeout: 40_000 })
    world.stripe.faults.reset()
    expect(await balanceOf(world.database, walletId)).toBe(850_000_000n)
    expect(world.failures.length).toBeGreaterThan(0)
    // Each event that failed was handled in the end, not given up.
    const ofOrder = { payload: { path: ['data', 'object', 'metadata', 'order'], equals: orderId } }
    const unhandled = { ...ofOrder, handledAt: null }
    await vi.waitFor(async () => expect(await world.database.stripeEvent.count({ where: unhandled })).toBe(0), { timeout: 40_000 })
    expect(await world.database.stripeEvent.count({ where: { ...ofOrder, attempts: { gt: 0 } } })).toBeGreaterThan(0)
  }, 90_000)

  it('marks a type it does not know as handled', async () => {
    const id = `evt_${newId()}`
    await world.database.stripeEvent.create({ data: { id, type: 'tax.rate.created', livemode: false, payload: {} } })
    await handleStripeEvent(world.till, id, new Date())
    expect((await world.database.stripeEvent.findUniqueOrThrow({ where: { id } })).status).toBe('handled')
  })
})

describe('the webhook’s door', () => {
  const post = async (body: string, signature: string | null) => {
    const headers = signature === null ? undefined : { 'stripe-signature': signature }
    const answer = await fetch(world.webhookUrl, { method: 'POST', body, ...(headers && { headers }) })
    return answer.status
  }

  it('M45: stores nothing without a good signature', async () => {
    const body = event()
    const { id } = JSON.parse(body)
    const resealed = JSON.stringify(JSON.parse(body), null, 2)
    const refused: [string, string | null][] = [
      [body, null],
      [body, 'nonsense'],
      [body, signatureHeader(body, 'whsec_of_another_endpoint', seconds())],
      [body, signatureHeader(body, '', seconds())],
      [body, signatureHeader(body, WEBHOOK_SECRET, seconds() - 301)],
      [body, signatureHeader(body, WEBHOOK_SECRET, seconds() + 600)],
      [resealed, signatureHeader(body, WEBHOOK_SECRET, seconds())],
    ]
    for (const [given, signature] of refused) expect(await post(given, signature)).toBe(400)
    expect(await world.database.stripeEvent.count({ where: { id } })).toBe(0)
    expect(await post(body, signatureHeader(body, WEBHOOK_SECRET, seconds()))).toBe(200)
    expect(await world.database.stripeEvent.count({ where: { id } })).toBe(1)
  })

  it('M45: refuses an event of the other Stripe mode, and an endpoint without secrets opens to nobody', async () => {
    const live = event({ livemode: true })
    expect(await post(live, signatureHeader(live, WEBHOOK_SECRET, seconds()))).toBe(400)
    const body = event()
    const given = { rawBody: body, signature: signatureHeader(body, '', seconds()), livemode: false, now: new Date() }
    for (const secrets of [[], [''], [' ']]) {
      await expect(receiveStripeWebhook(world.database, { ...given, secrets })).rejects.toMatchObject({ code: 'webhook_signature_wrong' })
    }
  })

  it('M46: takes either secret while one replaces the other', async () => {
    for (const secret of ['whsec_old_secret', 'whsec_new_secret']) {
      const body = event()
      const webhook = { rawBody: body, signature: signatureHeader(body, secret, seconds()), livemode: false, now: new Date() }
      expect(await receiveStripeWebhook(world.database, { ...webhook, secrets: ['whsec_old_secret', 'whsec_new_secret'] })).toBe(true)
      expect(await receiveStripeWebhook(world.database, { ...webhook, secrets: ['whsec_old_secret', 'whsec_new_secret'] })).toBe(false)
    }
  })
})

describe('an order is not begun', () => {
  const urls = { successUrl: `${walletUrl}/`, cancelUrl: `${walletUrl}/` }
  const now = new Date()

  it('with a package that does not exist', async () => {
    const { walletId, email } = await aWallet(world.database)
    const purchase = { kind: 'wallet_topup', walletId, packageName: 'platinum', buyerEmail: email, ...urls } as const
    await expect(startOrder(world.database, purchase, { now, walletUrl })).rejects.toMatchObject({
      code: 'invalid_request',
      param: 'package_id',
    })
    expect(await world.database.order.count({ where: { walletId } })).toBe(0)
  })

  it('with an address to return to that is not the app’s', async () => {
    const [organizationId, appId] = [newId(), newId()]
    await world.database.organization.create({ data: { id: organizationId, name: 'Pixel Pals' } })
    await world.database.app.create({
      data: {
        id: appId,
        organizationId,
        name: 'PixelPal',
        origin: 'https://pixelpal.example',
        origins: { create: { origin: 'https://www.pixelpal.example' } },
      },
    })
    const { walletId } = await aWallet(world.database)
    const attempt = (successUrl: string, isDevelopment = false, mode: 'live' | 'sandbox' = 'live') =>
      startOrder(
        world.database,
        {
          kind: 'app_user_topup',
          appId,
          externalUserId: 'u1',
          walletId,
          mode,
          packageName: 'basic',
          isDevelopment,
          successUrl,
          cancelUrl: 'https://pixelpal.example/no',
        },
        { now, walletUrl },
      )
    for (const url of [
      'https://evil.example/',
      'https://pixelpal.example.evil.example/',
      'javascript:alert(1)',
      'https://user@pixelpal.example/',
      'http://pixelpal.example/',
      'http://localhost:5173/',
      'nonsense',
    ]) {
      await expect(attempt(url)).rejects.toMatchObject({ code: 'invalid_request', param: 'success_url' })
    }
    for (const url of ['https://pixelpal.example/paid?x=1', 'https://www.pixelpal.example/'])
      expect((await attempt(url)).checkoutUrl).toMatch(/\/checkout\/ord_/)
    expect((await attempt('http://localhost:5173/done', true)).checkoutUrl).toMatch(/\/checkout\/ord_/)
    expect((await attempt('http://localhost:5173/done', false, 'sandbox')).checkoutUrl).toMatch(/\/checkout\/ord_/)
  })

  it('by a developer for less than $5, more than $500, or a fraction of a cent', () => {
    const fee = { bps: 290, fixedCents: 30 }
    for (const amount of ['4.99', '500.01', '5.001', '0'])
      expect(() => developerPrice(parseDollars(amount), fee)).toThrow(/\$5\.00 to \$500\.00/)
    expect(developerPrice(parseDollars('20'), fee)).toMatchObject({ priceCents: 2_091, feeMicrocents: 91_000_000n })
  })

  it('nor paid when it has ended, or when real cards would buy sandbox money', async () => {
    const { orderId } = await anOpenOrder(world)
    await world.database.order.update({ where: { id: orderId }, data: { status: 'expired' } })
    await expect(openCheckout(world.till, { orderId, walletUrl, buyer: unknownBuyer, now })).rejects.toMatchObject({ code: 'order_ended' })
    await world.database.order.update({ where: { id: orderId }, data: { status: 'open', mode: 'sandbox' } })
    const live = { ...world.till, stripe: { ...world.till.stripe, livemode: true } }
    await expect(openCheckout(live, { orderId, walletUrl, buyer: unknownBuyer, now })).rejects.toMatchObject({
      code: 'sandbox_checkout_unavailable',
    })
  })
})
