// Buying and taking back again and again costs Farebox what Stripe keeps each time. Here somebody does just that, from one wallet, from a
// second one with the same card, from wallets they claim, and as an organization; beside each stands what an honest buyer does.
import { newId, parsePublicId, publicId } from '@farebox/db'
import { opened } from '@farebox/ledger/testing'
import { describe, expect, it } from 'vitest'
import { asPerson as asDeveloper } from '../../test/developer-world.ts'
import { askRefund } from '../refunds/ask-refund.ts'
import { refundOption } from '../refunds/list-refunds.ts'
import { allow, anOrganization, aRider, autoTopupWorld, putOutOfReach, statusOf, takenCents, tick } from '../testing/auto-topup-world.ts'
import { appOnline, claim, orderFor } from '../testing/claim-world.ts'
import { asOperator, makeOperator } from '../testing/operators.ts'
import { asPerson } from '../testing/people.ts'
import { aPoolPurchase, aPurchase, book, refundInDashboard, refundsOf, send, spend } from '../testing/refund-world.ts'
import { begin, buy, type Person, somebody, withRisk } from '../testing/thief-world.ts'
import { aWallet, walletUrl } from '../testing/top-up-world.ts'
import { openCheckout } from '../topups/open-checkout.ts'
import { unknownBuyer } from './admit-buyer.ts'

const world = opened(autoTopupWorld)

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
const start = new Date()
const later = (ms: number) => new Date(start.getTime() + ms)
const discover = '6011111111111117'

/** Asks for all that can be had back. */
async function takeBack(orderId: string, now = new Date()): Promise<{ isWhole: boolean }> {
  const order = await world.database.order.findUniqueOrThrow({ where: { id: orderId } })
  const { amountCents, isWhole } = await refundOption(world.database, order, now)
  await askRefund(world.database, { orderId, amountCents, userId: null, now })
  return { isWhole }
}

const purchaseOf = ({ walletId }: { walletId: string }) => aPurchase(world, { packageName: 'starter', walletId })

/** Buys and takes it all back. */
async function withdraw(person: { walletId: string }, now?: Date): Promise<void> {
  expect(await takeBack((await purchaseOf(person)).orderId, now)).toEqual({ isWhole: true })
}

/** The same through the till, with this card. Answers what became of the order. */
async function buyAndTakeBack(person: Person, cardNumber?: string): Promise<string> {
  const outcome = await buy(world, person, cardNumber)
  const newest = await world.database.order.findFirst({ where: { walletId: person.walletId, status: 'paid' }, orderBy: { id: 'desc' } })
  if (outcome === 'paid') expect(await takeBack(newest?.id ?? '')).toEqual({ isWhole: true })
  return outcome
}

/** Begins a purchase: null where nothing speaks against it. */
const refusalOf = async (person: Person, now?: Date) => (await begin(world, person, now && { now })).refused

describe('who buys and takes it back, again and again', () => {
  it('M93: is stopped before the fourth purchase, however many they begin at once; nobody else is', async () => {
    const thief = await somebody(world)
    const outcomes: string[] = []
    for (let turn = 0; turn < 5; turn += 1) {
      outcomes.push(await buyAndTakeBack(thief))
    }
    expect(outcomes).toEqual(['paid', 'paid', 'paid', 'purchases_paused', 'purchases_paused'])
    const atOnce = await Promise.all(Array.from({ length: 14 }, () => refusalOf(thief)))
    expect(atOnce).toEqual(Array(14).fill('purchases_paused'))
    expect(await refusalOf(await somebody(world))).toBeNull()
  })

  it('M93: is never refused the refund of what they bought before, and buys again when fewer than three are within 30 days', async () => {
    const person = await somebody(world)
    const bought = [await purchaseOf(person), await purchaseOf(person), await purchaseOf(person), await purchaseOf(person)]
    for (const [hours, { orderId }] of bought.entries()) expect(await takeBack(orderId, later(hours * HOUR_MS))).toEqual({ isWhole: true })
    // Of four, the second has to be 30 days old.
    expect(await refusalOf(person, later(30 * DAY_MS + HOUR_MS - 1))).toBe('purchases_paused')
    expect(await refusalOf(person, later(30 * DAY_MS + HOUR_MS))).toBeNull()
  })

  it('M93: gains nothing by a second wallet once the same card has paid there, unless the card is known to be shared', async () => {
    await withRisk(world, { comparesPracticeCards: true }, async () => {
      const thief = await somebody(world)
      for (let turn = 0; turn < 3; turn += 1) {
        expect(await buyAndTakeBack(thief, discover)).toBe('paid')
      }
      const second = await aRider(world, discover)
      const other = { walletId: second.walletId, email: second.email, address: thief.address }
      expect(await refusalOf(other)).toBe('purchases_paused')
      // A card that pays by itself stops too.
      await expect(allow(world, second)).rejects.toMatchObject({ code: 'purchases_paused' })

      const honest = await somebody(world)
      expect(await buy(world, honest, '6011000990139424')).toBe('paid')
      expect(await refusalOf(honest)).toBeNull()

      const card = await world.database.paymentCard.findFirstOrThrow({ where: { walletId: second.walletId } })
      const entry = { list: 'allow', kind: 'card_fingerprint', value: card.fingerprint ?? '', reason: 'a family', addedAt: start } as const
      await world.database.riskEntry.create({ data: { id: newId(), ...entry } })
      expect([await refusalOf(other), await refusalOf(thief)]).toEqual([null, 'purchases_paused'])
    })
  })

  it('M93: nor by wallets of an app that they claim', async () => {
    const app = await appOnline(world)
    const { userId, email, walletId } = await aWallet(world.database)
    const owner = { walletId, email, address: '198.51.100.20' }
    for (const externalUserId of ['one', 'two', 'three']) {
      const { orderId, pay } = await orderFor(world, app, externalUserId)
      await claim(world, await pay(email), { userId, email })
      expect(await refusalOf(owner)).toBeNull()
      await (await asPerson(world.database, userId)).refunds.ask({ orderId: publicId('order', orderId), amountCents: 500 })
    }
    expect(await refusalOf(owner)).toBe('purchases_paused')
    // An entry for a wallet they claimed is an entry for them, whether it was claimed before or after.
    const [claimed] = await world.database.walletClaim.findMany({ where: { toWalletId: walletId } })
    const named = await onList({ list: 'allow', value: publicId('wallet', claimed?.walletId ?? '') })
    expect([named.value, await refusalOf(owner)]).toEqual([publicId('wallet', walletId), null])
    await offList(named)
    const { walletId: unclaimed, pay } = await orderFor(world, app, 'four')
    await onList({ list: 'allow', value: publicId('wallet', unclaimed) })
    expect(await refusalOf(owner)).toBe('purchases_paused')
    await claim(world, await pay(email), { userId, email })
    expect(await refusalOf(owner)).toBeNull()
  })

  it('M93: nor by an automatic top-up, which stops and says why', async () => {
    await withRisk(world, { comparesPracticeCards: true }, async () => {
      const [thief, rider] = [await somebody(world), await aRider(world, '3566002020360505')]
      await allow(world, rider)
      expect(await tick(world)).toBe(1)
      await putOutOfReach(world, rider)
      for (let turn = 0; turn < 3; turn += 1) {
        expect(await buyAndTakeBack(thief, '3566002020360505')).toBe('paid')
      }
      expect(await tick(world)).toBe(0)
      expect(await statusOf(world, rider)).toMatchObject({ status: 'stopped', stoppedReason: 'taken_back' })
    })
  })

  it('M93: nor as an organization, for its balance or a pool: it reads what happened, that nothing was charged, and when it ends', async () => {
    const { organizationId, userId } = await anOrganization(world)
    const { id: appId } = await world.database.app.findFirstOrThrow({ where: { organizationId } })
    const { email } = await world.database.user.findUniqueOrThrow({ where: { id: userId } })
    const developer = asDeveloper(world, { userId, email, name: null })
    const balance = { organizationId: publicId('organization', organizationId), amount: '20.00' }
    const pool = { appId: publicId('app', appId), amount: '20.00' }
    const first = await world.database.order.findFirstOrThrow({ where: { organizationId } })
    const pools = [await aPoolPurchase(world, { appId, organizationId }), await aPoolPurchase(world, { appId, organizationId })]
    const begun = await developer.organizations.addMoney(balance)
    for (const { id } of [first, ...pools.map(({ order }) => order)]) {
      await developer.grants.fund(pool)
      expect(await takeBack(id, start)).toEqual({ isWhole: true })
    }
    const words =
      '3 purchases made here or with the same card were taken back whole within 30 days. Nothing was charged. You can buy again from '
    const refused = {
      message: expect.stringMatching(new RegExp(`^${words}\\d+ \\w+ \\d{4} at \\d\\d:\\d\\d UTC\\.$`)),
      cause: { code: 'purchases_paused' },
    }
    await expect(developer.organizations.addMoney(balance)).rejects.toMatchObject(refused)
    await expect(developer.grants.fund(pool)).rejects.toMatchObject(refused)
    // Nor at the till, where the purchase was begun before.
    const orderId = parsePublicId(begun.checkoutUrl.split('/').at(-1) ?? '', 'order') ?? ''
    await expect(openCheckout(world.till, { orderId, walletUrl, buyer: unknownBuyer, now: new Date() })).rejects.toMatchObject({
      code: 'purchases_paused',
    })
  })
})

describe('who is not stopped', () => {
  it('M93: who took two purchases back, and a third that did not arrive', async () => {
    const person = await somebody(world)
    await withdraw(person)
    await withdraw(person)
    const third = await purchaseOf(person)
    await takeBack(third.orderId)
    expect(await refusalOf(person)).toBe('purchases_paused')
    await send(world)
    const [refund] = await refundsOf(world, third)
    world.stripe.payments.endRefund(refund?.stripeRefundId ?? '', 'failed')
    await book(world, third)
    expect(await refusalOf(person)).toBeNull()
  })

  it('M93: who spent of what they bought, and took back the rest without its fee', async () => {
    const person = await somebody(world)
    for (let turn = 0; turn < 4; turn += 1) {
      const { orderId, payer } = await purchaseOf(person)
      await spend(world, payer, '0.10')
      expect(await takeBack(orderId)).toEqual({ isWhole: false })
    }
    expect(await refusalOf(person)).toBeNull()
  })

  it('M93: to whom an operator gave everything back, or somebody in Stripe’s dashboard', async () => {
    const [helped, refunded] = [await somebody(world), await somebody(world)]
    const operator = asOperator(world.database, await makeOperator(world.ledger.url, 'finance'))
    const why = { because: 'requested_by_customer', reason: 'It did not work for them.', ticket: 'T-9' } as const
    for (let turn = 0; turn < 3; turn += 1) {
      const { orderId } = await purchaseOf(helped)
      await operator.refunds.make({ orderId: publicId('order', orderId), amountCents: 500, ...why })
      await refundInDashboard(world, await purchaseOf(refunded))
    }
    expect([await refusalOf(helped), await refusalOf(refunded)]).toEqual([null, null])
  })
})

describe('whom operators name', () => {
  it('M93: buys again while the entry lasts, also where others took back with the same card; nobody else does', async () => {
    await withRisk(world, { comparesPracticeCards: true }, async () => {
      const [thief, rider] = [await somebody(world), await aRider(world, '3056930009020004')]
      for (let turn = 0; turn < 3; turn += 1) {
        expect(await buyAndTakeBack(thief, '3056930009020004')).toBe('paid')
      }
      const other = { walletId: rider.walletId, email: rider.email, address: thief.address }
      const both = [idOf(other), idOf(thief)]
      const standing = async () => [await refusalOf(thief), await refusalOf(other)]
      expect(await standing()).toEqual(['purchases_paused', 'purchases_paused'])
      const paused = await pausedAmong(both)
      expect(paused.map(({ id, takenBack }) => [id, takenBack]).sort()).toEqual(both.map((id) => [id, 3]).sort())
      const { pausedUntil } = await (await support()).records.wallet({ id: idOf(thief) })
      expect(paused.map(({ until }) => until)).toEqual([pausedUntil, pausedUntil])

      const entry = await onList({ list: 'allow', value: idOf(thief), expiresAt: later(DAY_MS) })
      expect(await standing()).toEqual([null, 'purchases_paused'])
      expect((await pausedAmong(both)).map(({ id }) => id)).toEqual([idOf(other)])
      expect(await refusalOf(thief, later(DAY_MS))).toBe('purchases_paused')
      await offList(entry)
      expect(await standing()).toEqual(['purchases_paused', 'purchases_paused'])

      await onList({ list: 'allow', value: idOf(other) })
      expect(await standing()).toEqual(['purchases_paused', null])
      expect(await allow(world, rider)).toContain('$')
    })
  })

  it('M91: is kept from checkouts and automatic top-ups by the block list, an organization also by the id of its wallet', async () => {
    const rider = await aRider(world)
    await allow(world, rider)
    const person = { walletId: rider.walletId, email: rider.email, address: '198.51.100.20' }
    expect(await refusalOf(person)).toBeNull()
    await onList({ list: 'block', value: idOf(person) })
    expect([await refusalOf(person), await refusalOf(await somebody(world))]).toEqual(['checkout_refused', null])
    await tick(world)
    expect(await statusOf(world, rider)).toMatchObject({ status: 'stopped', stoppedReason: 'payment_refused' })
    expect(await takenCents(world, rider)).toBe(0)

    const { organizationId, userId, wallet } = await anOrganization(world)
    const { value } = await onList({ list: 'block', value: publicId('wallet', wallet.id) })
    expect(value).toBe(publicId('organization', organizationId))
    const { email } = await world.database.user.findUniqueOrThrow({ where: { id: userId } })
    const developer = asDeveloper(world, { userId, email, name: null })
    const { checkoutUrl } = await developer.organizations.addMoney({ organizationId: value, amount: '20.00' })
    const orderId = parsePublicId(checkoutUrl.split('/').at(-1) ?? '', 'order') ?? ''
    await expect(openCheckout(world.till, { orderId, walletUrl, buyer: unknownBuyer, now: new Date() })).rejects.toMatchObject({
      code: 'checkout_refused',
    })
  })
})

const idOf = ({ walletId }: { walletId: string }) => publicId('wallet', walletId)
const support = async () => asOperator(world.database, await makeOperator(world.ledger.url, 'support'))

/** Who of these the console shows as paused. */
async function pausedAmong(ids: readonly string[]) {
  const { paused } = await (await support()).risk.signs.read()
  return paused.filter(({ id }) => ids.includes(id))
}

async function onList(payer: { list: 'allow' | 'block'; value: string; expiresAt?: Date }): Promise<{ id: string; value: string }> {
  const operator = await support()
  const { id } = await operator.risk.lists.add({ kind: 'payer', reason: 'a test', ...payer })
  const listed = (await operator.risk.lists.read({ kind: 'payer' })).find((entry) => entry.id === id)
  return { id, value: listed?.value ?? '' }
}

const offList = async ({ id }: { id: string }) => (await support()).risk.lists.remove({ id, reason: 'a test' })
