// M88: cards that are charged while their owners are away: when they agreed to it, once at a time, never above the month's most. Paid at
// the Stripe stand-in, by the clock's own jobs.
import { dollars, opened } from '@farebox/ledger/testing'
import { expect, it } from 'vitest'
import { detachRemovedCards } from '../cards/remove-card.ts'
import { sendReceipt } from '../receipts/send-receipt.ts'
import {
  aCheckout,
  allow,
  anOrganization,
  aRider,
  autoTopupWorld,
  chargesOf,
  mailsTo,
  putOutOfReach,
  reserve,
  statusOf,
  takenCents,
  terms,
  tick,
} from '../testing/auto-topup-world.ts'
import { aWallet, balanceOf, walletUrl } from '../testing/top-up-world.ts'
import { completeOrder } from '../topups/complete-order.ts'
import { openCheckout } from '../topups/open-checkout.ts'
import { previewAutoTopup, turnOffAutoTopup, turnOnAutoTopup } from './turn-auto-topup.ts'

const world = opened(autoTopupWorld)

const HOUR_MS = 3_600_000
const later = (ms: number) => new Date(Date.now() + ms)
const owner = (userId: string) => ({ address: null, userId, proof: null })
/** The same time of day in the middle of next month: whatever day the test runs on. */
const nextMonth = () => new Date(Date.UTC(new Date().getUTCFullYear(), new Date().getUTCMonth() + 1, 15, 12))

it('M88: is off until its owner agrees to the very words, which are kept', async () => {
  const rider = await aRider(world)
  expect(await tick(world)).toBe(0)

  const wallet = await world.database.wallet.findUniqueOrThrow({ where: { id: rider.walletId } })
  const asking = { wallet, asked: terms(rider), now: new Date() }
  const offer = await previewAutoTopup(world.database, asking)
  expect(offer).toMatchObject({ chargesNow: true, price: dollars('10'), credit: dollars('8.50'), fee: dollars('1.50') })
  expect(offer.sentence).toBe(
    'When your balance falls below $5.00 we charge Visa •4242 $10.00, at most $40.00 a month. It is below that now, so $10.00 is charged right away. It stops when you turn it off, when the card is removed, and after three failed charges.',
  )
  const agreement = { ...asking, userId: rider.userId, address: '203.0.113.7' }
  await expect(turnOnAutoTopup(world.database, { ...agreement, agreed: 'Yes.' })).rejects.toMatchObject({ code: 'auto_topup_changed' })
  expect(await tick(world)).toBe(0)

  await turnOnAutoTopup(world.database, { ...agreement, agreed: offer.sentence })
  const evidence = await world.database.autoTopupConsent.findFirstOrThrow({ where: { walletId: rider.walletId } })
  expect(evidence).toMatchObject({ text: offer.sentence, userId: rider.userId, address: '203.0.113.7' })
  await expect(world.database.autoTopupConsent.updateMany({ data: { text: 'anything' } })).rejects.toThrow(/denied|never changed/)
  expect(await tick(world)).toBe(1)
  expect(await balanceOf(world.database, rider.walletId)).toBe(dollars('12.55'))
  await turnOffAutoTopup(world.database, rider.walletId, new Date())
})

it('M88, G51: one in flight, however many workers run: one order, one payment, one credit, and a receipt that says why', async () => {
  const rider = await aRider(world)
  const sentence = await allow(world, rider)
  const runs = await Promise.all(Array.from({ length: 8 }, () => tick(world)))
  expect(runs.reduce((total, charged) => total + charged, 0)).toBe(1)
  expect(await takenCents(world, rider)).toBe(1_000)
  expect(await balanceOf(world.database, rider.walletId)).toBe(dollars('12.55'))
  // Enough is there: nothing more.
  expect(await tick(world)).toBe(0)

  const [charge] = await chargesOf(world, rider)
  expect(charge).toMatchObject({ state: 'paid', priceCents: 1_000 })
  await sendReceipt(world.jobs, charge?.orderId ?? '')
  const [turnedOn, receipt] = [...(await mailsTo(world, rider))].reverse()
  expect(turnedOn).toMatchObject({ subject: 'Automatic top-up is on', text: expect.stringContaining(sentence) })
  expect(receipt?.text).toContain('The balance fell below $5.00, so $10.00 was charged to Visa •4242, as you agreed.')
  expect(receipt?.text).toContain('$10.00 of at most $40.00 this month')
})

it('M88: never above the month’s most, and says so once; it goes on next month', async () => {
  const rider = await aRider(world)
  // One that could charge three times and a half; the wallet is always low, as its owner chose a high threshold.
  await allow(world, rider, { threshold: dollars('8'), monthMax: dollars('35') })
  for (let round = 0; round < 5; round += 1) {
    await tick(world)
    await putOutOfReach(world, rider)
  }
  expect(await takenCents(world, rider)).toBe(3_000)
  const subjects = (await mailsTo(world, rider)).map(({ subject }) => subject)
  expect(subjects.filter((subject) => subject === 'This month’s maximum is reached')).toHaveLength(1)
  expect(await tick(world, nextMonth())).toBe(1)
  expect(await takenCents(world, rider)).toBe(4_000)
})

it('M88, G53: money that calls have only reserved is not spent, so nothing is charged for it', async () => {
  const rider = await aRider(world)
  await allow(world, rider, { threshold: dollars('3') })
  const held = await reserve(world, rider, '2')
  expect(await tick(world)).toBe(0)
  const wallet = await world.database.wallet.findUniqueOrThrow({ where: { id: rider.walletId } })
  const asking = { wallet, asked: terms(rider, { threshold: dollars('3') }), now: new Date() }
  expect((await previewAutoTopup(world.database, asking)).chargesNow).toBe(false)
  await held.settle()
  expect(await tick(world)).toBe(1)
  expect(await takenCents(world, rider)).toBe(1_000)
})

it('M88: processing is not success: nothing is credited and nothing more is charged until it arrived', async () => {
  const rider = await aRider(world)
  await allow(world, rider)
  world.stripe.payments.cardWhileAway(rider.paymentMethodId, 'processes')
  expect(await tick(world)).toBe(1)
  expect(await chargesOf(world, rider)).toMatchObject([{ state: 'processing', endedAt: null }])
  expect(await balanceOf(world.database, rider.walletId)).toBe(dollars('4.05'))
  expect(await tick(world, later(2 * 60_000))).toBe(0)
  const [charge] = await chargesOf(world, rider)
  world.stripe.payments.endPayment(charge?.paymentIntent ?? '', 'succeeded')
  await tick(world, later(4 * 60_000))
  expect(await chargesOf(world, rider)).toMatchObject([{ state: 'paid' }])
  expect(await balanceOf(world.database, rider.walletId)).toBe(dollars('12.55'))
})

it('M88: authentication_required mails a link; the owner confirms the same payment at their bank, and it is credited once', async () => {
  const rider = await aRider(world, '4000002760003184')
  await allow(world, rider)
  await mailsTo(world, rider)
  expect(await tick(world)).toBe(1)
  for (const ms of [60_000, HOUR_MS, 5 * HOUR_MS]) expect(await tick(world, later(ms))).toBe(0)
  const [charge] = await chargesOf(world, rider)
  expect(charge).toMatchObject({ state: 'authentication_required' })
  const mails = await mailsTo(world, rider)
  expect(mails.map(({ subject }) => subject)).toEqual(['Confirm the payment of $10.00'])
  const orderId = charge?.orderId ?? ''
  expect(mails[0]?.text).toMatch(/\/checkout\/ord_/)

  const visit = { orderId, walletUrl, buyer: owner(rider.userId), now: new Date() }
  // Pressed twice: the same payment, and no checkout beside it.
  for (let press = 0; press < 2; press += 1) expect(await openCheckout(world.till, visit)).toContain(`/3ds/${charge?.paymentIntent}`)
  expect(world.stripe.payments.authenticate(charge?.paymentIntent ?? '', 'approved')).toContain('/return')
  expect(await completeOrder(world.till, orderId, new Date())).toBe('paid')
  await tick(world)
  expect(await chargesOf(world, rider)).toMatchObject([{ state: 'paid' }])
  expect(await balanceOf(world.database, rider.walletId)).toBe(dollars('12.55'))
  expect(await takenCents(world, rider)).toBe(1_000)
  expect(await statusOf(world, rider)).toMatchObject({ status: 'on', failures: 0 })
})

it('an order of nobody’s own is no way to another’s card: only the signed-in owner who agreed saves one', async () => {
  const thief = await aWallet(world.database)
  const victim = await aWallet(world.database)
  const open = async (visitorId: string | null) => {
    const { orderId, sessionId } = await aCheckout(world, { ...thief, saveCard: true, visitorId })
    world.stripe.pay(sessionId)
    await completeOrder(world.till, orderId, new Date())
    return world.database.savedCard.count({ where: { walletId: thief.walletId } })
  }
  expect(await open(victim.userId)).toBe(0)
  expect(await open(null)).toBe(0)
  const { orderId, sessionId } = await aCheckout(world, { ...thief, saveCard: false })
  world.stripe.pay(sessionId)
  await completeOrder(world.till, orderId, new Date())
  expect(await world.database.savedCard.count({ where: { walletId: thief.walletId } })).toBe(0)
  expect(await open(thief.userId)).toBe(1)
  // The same card again is one card: what Stripe knew it by before is let go of.
  await open(thief.userId)
  const kept = await world.database.savedCard.findMany({ where: { walletId: thief.walletId }, orderBy: { savedAt: 'asc' } })
  expect(kept.map(({ removedAt }) => removedAt !== null)).toEqual([true, false])
  expect(await detachRemovedCards(world.till, new Date())).toBe(1)
  expect(await world.database.paymentCard.count({ where: { walletId: thief.walletId } })).toBe(5)
})

it('M88: an organization’s balance is topped up by its own card, at the price agreed', async () => {
  const { organization, wallet, userId, cardId } = await anOrganization(world)
  const asked = { wanted: { creditMicrocents: dollars('20') }, threshold: dollars('10'), monthMax: dollars('50'), cardId }
  const asking = { wallet, asked, organization, now: new Date() }
  const { sentence, price } = await previewAutoTopup(world.database, asking)
  expect(price).toBe(dollars('20.91'))
  expect(sentence).toContain(`When the balance of ${organization} falls below $10.00 we charge Visa •4242 $20.91`)
  await turnOnAutoTopup(world.database, { ...asking, agreed: sentence, userId, address: '203.0.113.7' })
  expect(await tick(world)).toBe(1)
  expect(await balanceOf(world.database, wallet.id)).toBe(dollars('25'))
  expect(await tick(world)).toBe(0)
})
