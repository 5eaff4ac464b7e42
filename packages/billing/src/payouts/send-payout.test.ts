// An approved payout reaches Stripe once: whatever dies, whatever answer is lost, however late it is tried again.
import { publicId } from '@farebox/db'
import { dollars, opened } from '@farebox/ledger/testing'
import { afterEach, describe, expect, it } from 'vitest'
import type { TransferOutcome, TransferRequest } from '../stripe/money-out-gate.ts'
import { anApprovedPayout, atStripe, deliverEvents, earningsOf, inAWeek, payoutWorld, receivedCents } from '../testing/payout-world.ts'
import type { Till } from '../topups/open-checkout.ts'
import { resolveUnknownPayout } from './resolve-unknown-payout.ts'
import { resolveUnknownPayouts } from './resolve-unknown-payouts.ts'
import { sendApprovedPayouts } from './send-approved-payouts.ts'
import { sendPayout } from './send-payout.ts'

const world = opened(payoutWorld)
afterEach(() => world.stripe.faults.reset())

const now = inAWeek()
const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const after = (milliseconds: number) => new Date(now.getTime() + milliseconds)
const payout = (id: string) => world.database.payout.findUniqueOrThrow({ where: { id } })
const attempts = (payoutId: string) => world.database.payoutAttempt.findMany({ where: { payoutId }, orderBy: { attempt: 'asc' } })

/** A till whose transfer does something else around the real one. */
function tillWhere(transfer: (request: TransferRequest, send: () => Promise<TransferOutcome>) => Promise<TransferOutcome>): Till {
  const { moneyOut } = world.till.stripe
  const changed = (request: TransferRequest) => transfer(request, () => moneyOut.transfer(request))
  return { ...world.till, stripe: { ...world.till.stripe, moneyOut: { ...moneyOut, transfer: changed } } }
}

const troubles = [
  ['the connection dies after Stripe took it', 'drop'],
  ['the connection dies before', 'drop-before'],
  ['Stripe fails after it took it', 'after'],
  ['Stripe fails before', 'before'],
  ['Stripe has too much to do', 'rate-limit'],
] as const

describe('sending a payout', () => {
  it('moves what was set aside out of our balance at Stripe, and pins the transfer to the payout', async () => {
    const { developer, payoutId } = await anApprovedPayout(world, dollars('15.50'))
    expect(await sendPayout(world.till, payoutId, now)).toBe('sent')
    const [transfer] = await world.till.stripe.moneyOut.transfersOf(payoutId)
    expect(transfer).toMatchObject({ payoutId, attempt: 1, amountCents: 1_550, destination: developer.stripeAccountId })
    expect(await payout(payoutId)).toMatchObject({ status: 'sent', stripeTransferId: transfer?.transferId, attempt: 1 })
    expect(await attempts(payoutId)).toMatchObject([{ outcome: 'accepted', idempotencyKey: `payout:${payoutId}:1` }])
    expect(await earningsOf(world, developer)).toEqual({ available: 0n, held: 0n, owed: 0n, reserved: 0n })
    expect(await sendPayout(world.till, payoutId, now)).toBe('sent')
    expect(receivedCents(world, developer)).toBe(1_550)
  })

  it('M34: twenty senders at once send it once', async () => {
    const { developer, payoutId } = await anApprovedPayout(world, dollars('15.50'))
    const senders = Array.from({ length: 10 }, () => [sendPayout(world.till, payoutId, now), sendApprovedPayouts(world.till, now)])
    await Promise.all(senders.flat())
    expect((await payout(payoutId)).status).toBe('sent')
    expect(receivedCents(world, developer)).toBe(1_550)
  })

  it('M29: a sender that dies after Stripe took it leaves a payout that is found at Stripe, and sent once', async () => {
    const { developer, payoutId } = await anApprovedPayout(world, dollars('15.50'))
    const dying = tillWhere(async (_, send) => {
      await send()
      throw new Error('killed')
    })
    await expect(sendPayout(dying, payoutId, now)).rejects.toThrow('killed')
    expect(await payout(payoutId)).toMatchObject({ status: 'sending', stripeTransferId: null })
    expect(await attempts(payoutId)).toMatchObject([{ outcome: 'under_way' }])
    expect(await resolveUnknownPayouts(world.desk, after(6 * MINUTE_MS))).toBe(1)
    expect((await payout(payoutId)).status).toBe('sent')
    expect(receivedCents(world, developer)).toBe(1_550)
  })

  it('M29: a sender that dies before it asked Stripe leaves a payout that is sent once', async () => {
    const { developer, payoutId } = await anApprovedPayout(world, dollars('15.50'))
    const dying = tillWhere(() => Promise.reject(new Error('killed')))
    await expect(sendPayout(dying, payoutId, now)).rejects.toThrow('killed')
    expect(receivedCents(world, developer)).toBe(0)
    await resolveUnknownPayouts(world.desk, after(6 * MINUTE_MS))
    expect(await payout(payoutId)).toMatchObject({ status: 'sent', attempt: 1 })
    expect(receivedCents(world, developer)).toBe(1_550)
  })

  it.each(troubles)('M30: %s: it is unknown, and only a look at Stripe moves it', async (_, how) => {
    const { developer, payoutId } = await anApprovedPayout(world, dollars('15.50'))
    // Stripe's client itself tries a dead connection once more, under the same key.
    const next = how.startsWith('drop') ? 2 : 1
    world.stripe.faults.set({ api: { next, path: '/v1/transfers', method: 'POST', how } })
    expect(await sendPayout(world.till, payoutId, now)).toBe('unknown')
    expect(await attempts(payoutId)).toMatchObject([{ outcome: 'unknown' }])
    // Neither the sender nor the run may touch it.
    expect(await sendPayout(world.till, payoutId, now)).toBe('unknown')
    expect(await sendApprovedPayouts(world.till, now)).toBe(0)
    await resolveUnknownPayout(world.till, payoutId, after(MINUTE_MS))
    // A failure that Stripe keeps under the key is answered again, until it forgets the key after a day.
    world.stripe.advance(25 * 3_600)
    expect(await resolveUnknownPayout(world.till, payoutId, after(25 * HOUR_MS))).toBe('sent')
    expect(receivedCents(world, developer)).toBe(1_550)
    expect(await earningsOf(world, developer)).toMatchObject({ available: 0n, reserved: 0n })
  })

  it('M76: tried again after 25 hours, when Stripe has forgotten the key, it is found and not paid twice', async () => {
    const { developer, payoutId } = await anApprovedPayout(world, dollars('15.50'))
    world.stripe.faults.set({ api: { next: 2, path: '/v1/transfers', method: 'POST', how: 'drop' } })
    expect(await sendPayout(world.till, payoutId, now)).toBe('unknown')
    world.stripe.advance(25 * 3_600)
    const results = await Promise.all(Array.from({ length: 5 }, () => resolveUnknownPayout(world.till, payoutId, after(25 * HOUR_MS))))
    expect(new Set(results)).toEqual(new Set(['sent']))
    expect(await payout(payoutId)).toMatchObject({ status: 'sent', attempt: 1 })
    expect(receivedCents(world, developer)).toBe(1_550)
    expect(world.stripe.log().filter((entry) => entry.kind === 'transfer' && entry.metadata.payout_id === payoutId)).toHaveLength(1)
  })

  it('a clock that jumps two weeks ahead while Stripe is asked: one transfer', async () => {
    const { developer, payoutId } = await anApprovedPayout(world, dollars('15.50'))
    const jumping = tillWhere(async (_, send) => {
      await resolveUnknownPayouts(world.desk, after(14 * 24 * HOUR_MS))
      return send()
    })
    await sendPayout(jumping, payoutId, now)
    expect((await payout(payoutId)).status).toBe('sent')
    expect(receivedCents(world, developer)).toBe(1_550)
  })

  it('tells the operators where Stripe does not answer for long', async () => {
    const { payoutId } = await anApprovedPayout(world, dollars('15.50'))
    world.stripe.faults.set({ api: { next: 20, path: '/v1/transfers', how: 'before' } })
    expect(await sendPayout(world.till, payoutId, now)).toBe('unknown')
    await expect(resolveUnknownPayouts(world.desk, after(20 * MINUTE_MS))).rejects.toThrow('still unknown')
    await expect(resolveUnknownPayouts(world.desk, after(21 * MINUTE_MS))).rejects.toThrow('still unknown')
    world.stripe.faults.reset()
    const alert = await world.database.alert.findMany({ where: { kind: 'payout_unknown', subject: publicId('payout', payoutId) } })
    expect(alert).toMatchObject([{ times: 2 }])
    world.stripe.advance(25 * 3_600)
    expect(await resolveUnknownPayout(world.till, payoutId, after(26 * HOUR_MS))).toBe('sent')
  })
})

describe('what comes back', () => {
  const reverse = (transferId: string, amountCents: number) =>
    atStripe(world, `/v1/transfers/${transferId}/reversals`, { amount: String(amountCents) })

  it('M77: a transfer reversed partly, then wholly: each part is the developer’s again, once', async () => {
    const { developer, payoutId } = await anApprovedPayout(world, dollars('15.50'))
    await sendPayout(world.till, payoutId, now)
    const { stripeTransferId } = await payout(payoutId)
    await reverse(stripeTransferId ?? '', 400)
    await deliverEvents(world, developer.stripeAccountId, { now })
    await deliverEvents(world, developer.stripeAccountId, { now, again: true })
    expect(await payout(payoutId)).toMatchObject({ status: 'sent', reversedCents: 400 })
    expect(await earningsOf(world, developer)).toMatchObject({ available: dollars('4.00'), held: 0n })
    await reverse(stripeTransferId ?? '', 1_150)
    await deliverEvents(world, developer.stripeAccountId, { now })
    expect(await payout(payoutId)).toMatchObject({ status: 'returned', reversedCents: 1_550 })
    expect(await earningsOf(world, developer)).toMatchObject({ available: dollars('15.50'), reserved: 0n })
  })

  it('M78: a bank that sends it back after it was paid: shown, and no money moves in our books', async () => {
    const { developer, payoutId } = await anApprovedPayout(world, dollars('15.50'))
    await sendPayout(world.till, payoutId, now)
    world.stripe.advance(8 * 86_400)
    await deliverEvents(world, developer.stripeAccountId, { now })
    const { status, connectedPayoutId } = await payout(payoutId)
    expect(status).toBe('paid')
    const transactions = await world.database.transaction.count()
    world.stripe.connect.endPayout(connectedPayoutId ?? '', 'failed')
    await deliverEvents(world, developer.stripeAccountId, { now })
    await deliverEvents(world, developer.stripeAccountId, { now, again: true })
    expect(await payout(payoutId)).toMatchObject({ status: 'returned', failure: expect.stringContaining('Stripe account') })
    expect(await world.database.transaction.count()).toBe(transactions)
    expect(await earningsOf(world, developer)).toEqual({ available: 0n, held: 0n, owed: 0n, reserved: 0n })
  })
})
