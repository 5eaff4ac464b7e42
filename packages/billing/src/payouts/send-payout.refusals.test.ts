// What keeps an approved payout from being sent, up to the last moment; and what Stripe refuses.
import { publicId } from '@farebox/db'
import { dollars, opened } from '@farebox/ledger/testing'
import { beforeAll, describe, expect, it } from 'vitest'
import type { MoneyOutGate } from '../stripe/money-out-gate.ts'
import { makeOperator } from '../testing/operators.ts'
import {
  anApprovedPayout,
  atStripe,
  deliverEvents,
  earningsOf,
  inAWeek,
  onlyRules,
  payoutWorld,
  receivedCents,
} from '../testing/payout-world.ts'
import type { Till } from '../topups/open-checkout.ts'
import { placeEarningsHold, releaseEarningsHold } from './earnings-holds.ts'
import { resolveUnknownPayout } from './resolve-unknown-payout.ts'
import { sendApprovedPayouts } from './send-approved-payouts.ts'
import { sendPayout } from './send-payout.ts'

const world = opened(payoutWorld)
let operator: { id: string }
beforeAll(async () => {
  operator = await makeOperator(world.ledger.url, 'finance')
})

const now = inAWeek()
const HOUR_MS = 60 * 60_000
const after = (milliseconds: number) => new Date(now.getTime() + milliseconds)
const payout = (id: string) => world.database.payout.findUniqueOrThrow({ where: { id } })
const payoutsOf = ({ organizationId }: { organizationId: string }) =>
  world.database.payout.findMany({ where: { organizationId }, orderBy: { createdAt: 'asc' } })

function tillWith(changes: (gate: MoneyOutGate) => Partial<MoneyOutGate>): Till {
  const { moneyOut } = world.till.stripe
  return { ...world.till, stripe: { ...world.till.stripe, moneyOut: { ...moneyOut, ...changes(moneyOut) } } }
}

const aHold = (organizationId: string) => ({
  ...{ organizationId, reason: 'fraud_check', message: 'A person checks some payments.', operator, now },
  reviewAt: after(72 * HOUR_MS),
})

describe('an approved payout is not sent', () => {
  it('M73: where Stripe has restricted the account since: it is held, and says why', async () => {
    const { developer, payoutId } = await anApprovedPayout(world, dollars('15.50'))
    world.stripe.connect.restrict(developer.stripeAccountId)
    expect(await sendPayout(world.till, payoutId, now)).toBe('held')
    expect(await payout(payoutId)).toMatchObject({ holdReason: 'account_not_ready', needsReview: true, attempt: 0 })
    expect(receivedCents(world, developer)).toBe(0)
    expect(await earningsOf(world, developer)).toMatchObject({ reserved: dollars('15.50') })
  })

  it('M74: where the bank account was swapped: it ends, and another one waits for a person', async () => {
    const { developer, payoutId } = await anApprovedPayout(world, dollars('15.50'))
    await onlyRules(world, 'new_bank_account')
    world.stripe.connect.changeBank(developer.stripeAccountId, '000222222227')
    expect(await sendPayout(world.till, payoutId, now)).toBe('rejected')
    const payouts = await payoutsOf(developer)
    expect(payouts).toHaveLength(2)
    const first = payouts.find(({ id }) => id === payoutId)
    const second = payouts.find(({ id }) => id !== payoutId)
    expect(second).toMatchObject({ status: 'in_review', amountCents: 1_550, runId: null })
    expect(second?.bankFingerprint).not.toBe(first?.bankFingerprint)
    const [finding] = await world.database.payoutFinding.findMany({ where: { payoutId: second?.id ?? '' } })
    expect(finding).toMatchObject({ rule: 'new_bank_account' })
    expect(receivedCents(world, developer)).toBe(0)
    expect(await earningsOf(world, developer)).toMatchObject({ available: 0n, reserved: dollars('15.50') })
  })

  it('M74: Stripe’s own event of the swap ends it, too, before anybody sends', async () => {
    const { developer, payoutId } = await anApprovedPayout(world, dollars('15.50'))
    world.stripe.connect.changeBank(developer.stripeAccountId, '000222222227')
    await deliverEvents(world, developer.stripeAccountId, { now })
    await deliverEvents(world, developer.stripeAccountId, { now, again: true })
    expect((await payout(payoutId)).status).toBe('rejected')
    expect(await payoutsOf(developer)).toHaveLength(2)
  })

  it('M81: while a payment behind it is disputed: it is held; a won dispute alone does not send it', async () => {
    const { developer, payers, payoutId } = await anApprovedPayout(world, dollars('15.50'))
    const { payoutId: unrelated } = await anApprovedPayout(world, dollars('15.50'))
    const paymentIntent = payers[0]?.paymentIntent ?? ''
    const { id: disputeId } = world.stripe.dispute(paymentIntent)
    await deliverEvents(world, paymentIntent, { now })
    // Before anybody tries to send it.
    expect(await payout(payoutId)).toMatchObject({ holdReason: 'dispute', status: 'held' })
    expect(await sendPayout(world.till, payoutId, now)).toBe('held')
    world.stripe.closeDispute(disputeId, 'won')
    await deliverEvents(world, paymentIntent, { now })
    expect(await world.database.dispute.findMany()).toMatchObject([{ stripeId: disputeId, paymentIntent, phase: 'won' }])
    expect(await sendPayout(world.till, payoutId, now)).toBe('held')
    expect(receivedCents(world, developer)).toBe(0)
    expect(await sendPayout(world.till, unrelated, now)).toBe('sent')
  })

  it('while the earnings are on hold; released, they are available again, and the payout waits for a person', async () => {
    const { developer, payoutId } = await anApprovedPayout(world, dollars('15.50'))
    const { holdId } = await placeEarningsHold(world.database, aHold(developer.organizationId))
    expect((await payout(payoutId)).status).toBe('held')
    expect(await sendPayout(world.till, payoutId, now)).toBe('held')
    await releaseEarningsHold(world.database, { holdId, operator, note: 'all is well', now })
    expect((await payout(payoutId)).status).toBe('held')
    await expect(releaseEarningsHold(world.database, { holdId, operator, note: 'again', now })).rejects.toMatchObject({
      code: 'decision_not_possible',
    })
  })

  it('M80: a hold that lands while Stripe is asked: the payout is sent, what comes back is held', async () => {
    const { developer, payoutId } = await anApprovedPayout(world, dollars('15.50'))
    const till = tillWith(({ transfer }) => ({
      transfer: async (request) => {
        await placeEarningsHold(world.database, aHold(developer.organizationId))
        return transfer(request)
      },
    }))
    expect(await sendPayout(till, payoutId, now)).toBe('sent')
    const { stripeTransferId } = await payout(payoutId)
    await atStripe(world, `/v1/transfers/${stripeTransferId}/reversals`, { amount: '500' })
    await deliverEvents(world, developer.stripeAccountId, { now })
    expect(await earningsOf(world, developer)).toEqual({ available: 0n, held: dollars('5.00'), owed: 0n, reserved: 0n })
    const hold = await world.database.earningsHold.findFirstOrThrow({ where: { organizationId: developer.organizationId } })
    await releaseEarningsHold(world.database, { holdId: hold.id, operator, note: 'all is well', now })
    expect(await earningsOf(world, developer)).toMatchObject({ available: dollars('5.00'), held: 0n })
  })

  it('M80: a hold on a payout of which nobody knows: it is not sent again, only looked for', async () => {
    const { developer, payoutId } = await anApprovedPayout(world, dollars('15.50'))
    world.stripe.faults.set({ api: { next: 2, path: '/v1/transfers', method: 'POST', how: 'drop-before' } })
    expect(await sendPayout(world.till, payoutId, now)).toBe('unknown')
    await placeEarningsHold(world.database, aHold(developer.organizationId))
    expect(await resolveUnknownPayout(world.till, payoutId, after(HOUR_MS))).toBe('unknown')
    expect(await resolveUnknownPayout(world.till, payoutId, after(26 * HOUR_MS))).toBe('approved')
    expect(await sendPayout(world.till, payoutId, after(26 * HOUR_MS))).toBe('held')
    expect(receivedCents(world, developer)).toBe(0)
  })

  it('hold and send at once, again and again: held before Stripe was asked, or sent; never both', async () => {
    for (let round = 0; round < 5; round++) {
      const { developer, payoutId } = await anApprovedPayout(world, dollars('15.50'))
      await Promise.all([
        sendPayout(world.till, payoutId, now),
        placeEarningsHold(world.database, aHold(developer.organizationId)),
        sendPayout(world.till, payoutId, now),
      ])
      const { status, attempt } = await payout(payoutId)
      expect(['held 0 0', 'sent 1 1550']).toContain(`${status} ${attempt} ${receivedCents(world, developer)}`)
    }
  })

  it('where the account is refused for good: it fails, and the money is available again', async () => {
    const { developer, payoutId } = await anApprovedPayout(world, dollars('15.50'))
    const till = tillWith(() => ({
      transfer: async () => ({ kind: 'refused', code: 'insufficient_capabilities_for_transfer', message: 'No.' }),
    }))
    expect(await sendPayout(till, payoutId, now)).toBe('failed')
    expect(await earningsOf(world, developer)).toMatchObject({ available: dollars('15.50'), reserved: 0n })
    expect(await sendPayout(world.till, payoutId, now)).toBe('failed')
  })
})

describe('our balance at Stripe', () => {
  it('M75: too little of it: the same payout is sent later, once, under a new key; the old one is not poisoned', async () => {
    const poor = await payoutWorld()
    try {
      const { developer, payoutId } = await anApprovedPayout(poor, dollars('15.50'))
      const { availableCents } = await poor.till.stripe.moneyOut.balance()
      poor.stripe.connect.addBalance(-availableCents)
      expect(await sendApprovedPayouts(poor.till, now)).toBe(0)
      expect(await poor.database.payoutAttempt.count()).toBe(0)

      expect(await sendPayout(poor.till, payoutId, now)).toBe('approved')
      expect(await poor.database.payoutAttempt.findMany()).toMatchObject([{ attempt: 1, outcome: 'refused' }])
      expect(await sendPayout(poor.till, payoutId, after(60_000))).toBe('approved')
      expect(await poor.database.payoutAttempt.count()).toBe(1)

      poor.stripe.connect.addBalance(10_000)
      expect(await sendApprovedPayouts(poor.till, after(2 * HOUR_MS))).toBe(1)
      expect(await poor.database.payout.findUniqueOrThrow({ where: { id: payoutId } })).toMatchObject({ status: 'sent', attempt: 2 })
      const keys = await poor.database.payoutAttempt.findMany({ orderBy: { attempt: 'asc' } })
      expect(keys.map(({ idempotencyKey }) => idempotencyKey)).toEqual([1, 2].map((attempt) => `payout:${payoutId}:${attempt}`))
      expect(receivedCents(poor, developer)).toBe(1_550)
    } finally {
      await poor.stop()
    }
  })
})

describe('a transfer none of our payouts is waiting for', () => {
  it('is a break and never money; nothing is sent until a person has looked', async () => {
    const strange = await payoutWorld()
    try {
      const { developer, payoutId } = await anApprovedPayout(strange, dollars('15.50'))
      const destination = developer.stripeAccountId
      const transfer = { amount: '700', currency: 'usd', destination }
      const { id: byHand } = await atStripe(strange, '/v1/transfers', transfer)
      const { id: ofNobody } = await atStripe(strange, '/v1/transfers', { ...transfer, 'metadata[payout_id]': crypto.randomUUID() })
      const { id: wrongAmount } = await atStripe(strange, '/v1/transfers', {
        ...{ ...transfer, transfer_group: `payout_${payoutId}` },
        'metadata[payout_id]': payoutId,
      })
      const transactions = await strange.database.transaction.count()
      await deliverEvents(strange, developer.stripeAccountId, { now })
      const breaks = await strange.database.reconciliationBreak.findMany({ where: { kind: 'payout.unknown_transfer' } })
      expect(breaks.map(({ subject, severity }) => `${subject} ${severity}`).sort()).toEqual(
        [byHand, ofNobody, wrongAmount].map((id) => `${id} money`).sort(),
      )
      expect(await strange.database.transaction.count()).toBe(transactions)
      expect(await sendApprovedPayouts(strange.till, now)).toBe(0)
      expect((await strange.database.payout.findUniqueOrThrow({ where: { id: payoutId } })).status).toBe('approved')
      expect(publicId('payout', payoutId)).toMatch(/^pay_/)
    } finally {
      await strange.stop()
    }
  })
})
