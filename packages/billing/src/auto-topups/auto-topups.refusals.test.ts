// M88: when nothing is charged: declined, unanswered, disputed, refunded, removed, paused, frozen, in debt, not as agreed. Each stop is
// told by mail with its reason.
import { newId } from '@farebox/db'
import { connectAsOwner } from '@farebox/db/testing'
import { dollars, opened } from '@farebox/ledger/testing'
import { describe, expect, it } from 'vitest'
import { removeCard } from '../cards/remove-card.ts'
import { endPackage } from '../packages/announce-package.ts'
import {
  allow,
  aRider,
  autoTopupWorld,
  chargesOf,
  mailsTo,
  putOutOfReach,
  type Rider,
  statusOf,
  takenCents,
  terms,
  tick,
} from '../testing/auto-topup-world.ts'
import { makeOperator } from '../testing/operators.ts'
import { book } from '../testing/refund-world.ts'
import { balanceOf, walletUrl } from '../testing/top-up-world.ts'
import { openCheckout } from '../topups/open-checkout.ts'
import { pauseWallet } from '../wallet/pause-wallet.ts'
import { beginCharge } from './begin-charge.ts'
import { stopReasons } from './stop-reasons.ts'
import { previewAutoTopup, turnOffAutoTopup } from './turn-auto-topup.ts'

const world = opened(autoTopupWorld)

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS
const later = (ms: number) => new Date(Date.now() + ms)

async function expectStopped(rider: Rider, reason: keyof typeof stopReasons): Promise<void> {
  expect(await statusOf(world, rider)).toMatchObject({ status: 'stopped', stoppedReason: reason })
  const stopped = (await mailsTo(world, rider, later(30 * HOUR_MS))).filter(({ subject }) => subject === 'Automatic top-up has stopped')
  expect(stopped).toHaveLength(1)
  expect(stopped[0]?.text).toContain(stopReasons[reason])
}

async function asOwner(text: string, values: unknown[]): Promise<void> {
  const owner = await connectAsOwner(world.ledger.url)
  await owner.query(text, values)
  await owner.end()
}

describe('a card that is declined', () => {
  it('M88: is tried again after an hour and a day, and never after the third time', async () => {
    const rider = await aRider(world)
    await allow(world, rider)
    world.stripe.payments.cardWhileAway(rider.paymentMethodId, 'no-funds')
    const tried: number[] = []
    for (const ms of [0, 30 * MINUTE_MS, HOUR_MS + MINUTE_MS, 3 * HOUR_MS, 26 * HOUR_MS, 5 * DAY_MS])
      tried.push(await tick(world, later(ms)))
    expect(tried).toEqual([1, 0, 1, 0, 1, 0])
    expect(await chargesOf(world, rider)).toMatchObject(Array(3).fill({ state: 'failed', failureCode: 'insufficient_funds' }))
    expect(await world.database.order.count({ where: { walletId: rider.walletId, status: 'failed' } })).toBe(3)
    expect(await takenCents(world, rider)).toBe(0)
    await expectStopped(rider, 'declined')
  })

  it('M88: for good is never tried again', async () => {
    const rider = await aRider(world)
    await allow(world, rider)
    world.stripe.payments.cardWhileAway(rider.paymentMethodId, 'expired')
    await tick(world)
    await expectStopped(rider, 'card_refused')
  })

  it('M88: once, and paid the next time, counts from the beginning', async () => {
    const rider = await aRider(world)
    await allow(world, rider)
    world.stripe.payments.cardWhileAway(rider.paymentMethodId, 'declines')
    await tick(world)
    expect((await mailsTo(world, rider)).map(({ subject }) => subject)).toContain('An automatic top-up failed')
    world.stripe.payments.cardWhileAway(rider.paymentMethodId, undefined)
    await tick(world, later(2 * HOUR_MS))
    expect(await statusOf(world, rider)).toMatchObject({ status: 'on', failures: 0 })
    expect(await takenCents(world, rider)).toBe(1_000)
  })
})

it('M88: a payment its owner does not confirm within a day is made impossible, and nothing more is charged', async () => {
  const rider = await aRider(world, '4000002760003184')
  await allow(world, rider)
  await tick(world)
  const [charge] = await chargesOf(world, rider)
  await tick(world, later(25 * HOUR_MS))
  expect((await world.till.stripe.payment(charge?.paymentIntent ?? '')).status).toBe('canceled')
  const visit = { orderId: charge?.orderId ?? '', walletUrl, buyer: { address: null, userId: rider.userId, proof: null }, now: new Date() }
  await expect(openCheckout(world.till, visit)).rejects.toMatchObject({ code: 'order_ended' })
  await expectStopped(rider, 'authentication_required')
  expect(await tick(world, later(26 * HOUR_MS))).toBe(0)
})

describe('an answer that is lost', () => {
  it('M88, G51: is looked up, never asked for again: taken once, credited once', async () => {
    const rider = await aRider(world)
    await allow(world, rider)
    world.stripe.faults.set({ api: { next: 1, path: '/v1/payment_intents', method: 'POST', how: 'after' } })
    await tick(world)
    expect(await chargesOf(world, rider)).toMatchObject([{ state: 'sending', endedAt: null }])
    expect(await tick(world)).toBe(0)
    await tick(world, later(2 * MINUTE_MS))
    expect(await chargesOf(world, rider)).toMatchObject([{ state: 'paid' }])
    expect(await takenCents(world, rider)).toBe(1_000)
    expect(await balanceOf(world.database, rider.walletId)).toBe(dollars('12.55'))
  })

  it('M88: of a worker that died before it asked is sent by another, unless its owner has turned it off meanwhile', async () => {
    const [wanted, unwanted] = [await aRider(world), await aRider(world)]
    for (const rider of [wanted, unwanted]) {
      await allow(world, rider)
      await beginCharge(world.jobs, rider.walletId, new Date())
    }
    await turnOffAutoTopup(world.database, unwanted.walletId, new Date())
    await tick(world, later(2 * MINUTE_MS))
    expect(await takenCents(world, wanted)).toBe(1_000)
    await tick(world, later(15 * MINUTE_MS))
    expect(await takenCents(world, unwanted)).toBe(0)
    expect(await chargesOf(world, unwanted)).toMatchObject([{ state: 'failed', failureCode: 'not_sent' }])
  })
})

describe('it stops', () => {
  it('M88: when a payment is disputed, and when a bank warns', async () => {
    const [disputed, warned] = [await aRider(world), await aRider(world)]
    for (const rider of [disputed, warned]) await allow(world, rider, { threshold: dollars('1') })
    world.stripe.payments.dispute(disputed.paymentIntent)
    world.stripe.payments.warnOfFraud(warned.paymentIntent)
    for (const { paymentIntent } of [disputed, warned]) {
      const order = await world.database.order.findUniqueOrThrow({ where: { paymentIntent } })
      await book(world, { orderId: order.id })
    }
    // The money is frozen, so the balance is low: an honest reason to charge, and none is taken.
    expect(await tick(world)).toBe(0)
    await expectStopped(disputed, 'disputed')
    expect(await statusOf(world, warned)).toMatchObject({ status: 'stopped', stoppedReason: 'fraud_warning' })
  })

  it('M88, G52: when a payment is refunded, and nothing of it is spendable', async () => {
    const rider = await aRider(world)
    await allow(world, rider, { threshold: dollars('1') })
    world.stripe.payments.refund(rider.paymentIntent)
    const order = await world.database.order.findUniqueOrThrow({ where: { paymentIntent: rider.paymentIntent } })
    await book(world, { orderId: order.id })
    expect(await balanceOf(world.database, rider.walletId)).toBe(0n)
    expect(await tick(world)).toBe(0)
    await expectStopped(rider, 'refunded')
  })

  it('M88: when the card is removed, and Stripe lets go of it', async () => {
    const rider = await aRider(world)
    await allow(world, rider)
    const stranger = await aRider(world)
    const of = (walletId: string) => ({ walletId, cardId: rider.cardId, now: new Date() })
    await expect(removeCard(world.database, of(stranger.walletId))).rejects.toMatchObject({ code: 'not_found' })
    await removeCard(world.database, of(rider.walletId))
    expect(await tick(world)).toBe(0)
    await expectStopped(rider, 'card_removed')
  })

  it('M88: when its owner pauses the wallet, or Farebox freezes it', async () => {
    const [paused, frozen] = [await aRider(world), await aRider(world)]
    for (const rider of [paused, frozen]) await allow(world, rider)
    await pauseWallet(world.database, paused.walletId, true)
    await world.database.wallet.update({ where: { id: frozen.walletId }, data: { status: 'frozen' } })
    expect(await tick(world)).toBe(0)
    await expectStopped(paused, 'wallet_paused')
    expect(await statusOf(world, frozen)).toMatchObject({ status: 'stopped', stoppedReason: 'wallet_frozen' })
  })

  it('M88: when what was agreed is not sold at that price any more', async () => {
    const rider = await aRider(world)
    await allow(world, rider, { wanted: { packageName: 'plus' }, threshold: dollars('5') })
    const operator = await makeOperator(world.ledger.url, 'finance')
    await endPackage(world.database, { name: 'plus', endsAt: later(HOUR_MS), reason: 'sold out', operator, now: new Date() })
    expect(await tick(world, later(2 * HOUR_MS))).toBe(0)
    expect(await statusOf(world, rider)).toMatchObject({ status: 'stopped', stoppedReason: 'terms_changed' })
  })

  it('M88: when its card is blocked, or has expired', async () => {
    const [blocked, expired] = [await aRider(world, '5555555555554444'), await aRider(world)]
    for (const rider of [blocked, expired]) await allow(world, rider)
    const card = await world.database.savedCard.findFirstOrThrow({ where: { walletId: blocked.walletId } })
    const entry = { list: 'block', kind: 'card_fingerprint', value: card.fingerprint ?? '', reason: 'stolen', addedAt: new Date() } as const
    await world.database.riskEntry.create({ data: { id: newId(), ...entry } })
    await asOwner('update saved_card set exp_year = 2020 where wallet_id = $1', [expired.walletId])
    expect(await tick(world)).toBe(0)
    expect(await statusOf(world, blocked)).toMatchObject({ stoppedReason: 'payment_refused' })
    expect(await statusOf(world, expired)).toMatchObject({ stoppedReason: 'card_expired' })
  })
})

it('M88, G53: a wallet in debt is charged nothing, so a debt never grows by itself', async () => {
  const rider = await aRider(world)
  await allow(world, rider)
  await asOwner('update wallet set in_debt = true where id = $1', [rider.walletId])
  expect(await tick(world)).toBe(0)
  // Nor where it fell into debt after the clock had looked.
  expect(await beginCharge(world.jobs, rider.walletId, new Date())).toBeUndefined()
  await asOwner('update wallet set in_debt = false where id = $1', [rider.walletId])
  expect(await tick(world)).toBe(1)
})

it('G53: what would surprise its owner is not taken as a rule: a balance it cannot reach, a month that pays for none, another’s card', async () => {
  const rider = await aRider(world)
  const stranger = await aRider(world)
  const wallet = await world.database.wallet.findUniqueOrThrow({ where: { id: rider.walletId } })
  const preview = (changes: Parameters<typeof terms>[1]) =>
    previewAutoTopup(world.database, { wallet, asked: terms(rider, changes), now: new Date() })
  for (const [changes, param] of [
    [{ threshold: dollars('9') }, 'threshold'],
    [{ threshold: dollars('0.50') }, 'threshold'],
    [{ threshold: dollars('5.00000001') }, 'threshold'],
    [{ monthMax: dollars('9.99') }, 'monthMax'],
    [{ monthMax: dollars('10001') }, 'monthMax'],
    [{ wanted: { packageName: 'gold' } }, 'packageName'],
  ] as const) {
    await expect(preview(changes)).rejects.toMatchObject({ code: 'invalid_request', param })
  }
  await expect(preview({ cardId: stranger.cardId })).rejects.toMatchObject({ code: 'not_found' })
})

it('the most of a day holds for automatic charges too, and a second charge beside one under way is refused by the table', async () => {
  const rider = await aRider(world)
  await allow(world, rider)
  const value = { centsPerDay: 1_499 }
  await world.database.setting.create({ data: { name: 'risk', value } })
  expect(await tick(world)).toBe(0)
  await world.database.setting.delete({ where: { name: 'risk' } })
  expect(await tick(world)).toBe(0)
  expect(await tick(world, later(2 * HOUR_MS))).toBe(1)
  const [{ cardId } = { cardId: '' }] = await chargesOf(world, rider)
  const row = () => ({ orderId: newId(), walletId: rider.walletId, cardId, priceCents: 1, createdAt: new Date(0), lookAt: later(DAY_MS) })
  await world.database.autoTopupCharge.create({ data: { ...row(), state: 'sending' } })
  await expect(world.database.autoTopupCharge.create({ data: { ...row(), state: 'sending' } })).rejects.toThrow(/[Uu]nique/)
  await putOutOfReach(world, rider)
  expect(await tick(world, later(3 * HOUR_MS))).toBe(0)
})
