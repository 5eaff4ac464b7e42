// What thieves try with refunds: money twice, somebody else's money, money that was spent, money that is owed; and what each gets.
import { newId, publicId } from '@farebox/db'
import { grantIssued, post } from '@farebox/ledger'
import { dollars, giveGrant, opened, payingWorld } from '@farebox/ledger/testing'
import { describe, expect, it } from 'vitest'
import { approveAdjustment, proposeAdjustment } from '../adjustments/adjust.ts'
import { appOnline, claim, orderFor } from '../testing/claim-world.ts'
import { asOperator, makeOperator } from '../testing/operators.ts'
import { asPerson } from '../testing/people.ts'
import {
  aPoolPurchase,
  aPurchase,
  book,
  call,
  moneyOf,
  type Purchase,
  refundInDashboard,
  refundsOf,
  refundWorld,
  returnedCents,
  send,
  spend,
} from '../testing/refund-world.ts'
import { aWallet } from '../testing/top-up-world.ts'
import { askRefund } from './ask-refund.ts'
import { refundOption } from './list-refunds.ts'

const world = opened(refundWorld)

const nothing = { available: 0n, held: 0n, owed: 0n }
const ask = ({ orderId }: Pick<Purchase, 'orderId'>, amountCents: number) =>
  askRefund(world.database, { orderId, amountCents, userId: null, now: new Date() })

async function ownerOf({ walletId }: { walletId: string }) {
  const { userId } = await world.database.wallet.findUniqueOrThrow({ where: { id: walletId } })
  return asPerson(world.database, userId ?? '')
}

describe('a purchase is refunded once', () => {
  it('M52: whoever asks 20 times at once', async () => {
    const purchase = await aPurchase(world)
    const answers = await Promise.allSettled(Array.from({ length: 20 }, () => ask(purchase, 1_000)))
    expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    await Promise.all([send(world), send(world), send(world)])
    await send(world, new Date(Date.now() + 6 * 60_000))
    expect(returnedCents(world, purchase)).toBe(1_000)
    expect(await refundsOf(world, purchase)).toHaveLength(1)
    expect(await moneyOf(world, purchase.walletId)).toEqual(nothing)
  })

  it('also where it is spent at the same moment: what a call holds is not refunded, what is refunded is not spent', async () => {
    const purchase = await aPurchase(world)
    const [asked, ...calls] = await Promise.all([
      ask(purchase, 1_000).then(
        () => true,
        () => false,
      ),
      ...Array.from({ length: 8 }, () => call(world, purchase.payer, '1.00')),
    ])
    const held = calls.filter(({ outcome }) => outcome === 'held').length
    expect(asked ? held : 0).toBe(0)
    const { available, held: reserved } = await moneyOf(world, purchase.walletId)
    expect(available + reserved).toBe(asked ? 0n : dollars('8.50'))
  })

  it('also where the Dashboard refunds it while our own is on its way: the second is a debt, not a gift', async () => {
    const purchase = await aPurchase(world)
    await spend(world, purchase.payer, '2.00')
    await ask(purchase, 620)
    await refundInDashboard(world, purchase, 900)
    await send(world)
    expect(returnedCents(world, purchase)).toBe(900)
    expect(await refundsOf(world, purchase)).toMatchObject([{ status: 'failed' }, { status: 'succeeded', amountCents: 900 }])
    // Of $9.00 the fee is $1.35; $2.30 are spent, so of the $6.20 that came back all but $0.00 repay.
    const { available, owed } = await moneyOf(world, purchase.walletId)
    expect(owed - available).toBe(dollars('7.65') - dollars('6.20'))
  })

  it('and its metadata, swapped at Stripe, moves no other purchase', async () => {
    const [mine, other] = [await aPurchase(world), await aPurchase(world)]
    const asked = await ask(other, 1_000)
    const answer = await fetch(`${world.stripe.url}/v1/refunds`, {
      method: 'POST',
      headers: { authorization: 'Bearer sk_test_farebox', 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({ payment_intent: mine.paymentIntent, amount: '1000', 'metadata[refund]': asked.id }),
    })
    expect(answer.status).toBe(200)
    await book(world, mine)
    expect(await refundsOf(world, other)).toMatchObject([{ status: 'requested', stripeRefundId: null }])
    expect(await refundsOf(world, mine)).toMatchObject([{ origin: 'stripe', amountCents: 1_000 }])
    await send(world)
    expect([returnedCents(world, mine), returnedCents(world, other)]).toEqual([1_000, 1_000])
  })
})

describe('a refund is refused', () => {
  it('of somebody else’s purchase, as if there were none; of more or less than the page showed', async () => {
    const purchase = await aPurchase(world)
    const orderId = publicId('order', purchase.orderId)
    const stranger = await ownerOf(await aWallet(world.database))
    await expect(stranger.refunds.ask({ orderId, amountCents: 1_000 })).rejects.toMatchObject({ cause: { code: 'not_found' } })
    expect(await stranger.refunds.options()).toEqual([])
    const owner = await ownerOf(purchase)
    for (const amountCents of [999, 1_001, 850]) {
      await expect(owner.refunds.ask({ orderId, amountCents })).rejects.toMatchObject({ cause: { code: 'refund_changed' } })
    }
    expect(await moneyOf(world, purchase.walletId)).toEqual({ ...nothing, available: dollars('8.50') })
    expect(await owner.refunds.ask({ orderId, amountCents: 1_000 })).toMatchObject({ refusal: 'nothing_left' })
    expect(await owner.refunds.list()).toMatchObject([{ orderId, amount: dollars('10.00'), status: 'on_its_way' }])
  })

  it('while the wallet owes, is frozen, or the payment is disputed', async () => {
    const purchase = await aPurchase(world)
    const other = await aPurchase(world, { packageName: 'plus', walletId: purchase.walletId })
    await spend(world, purchase.payer, '4.00')
    await refundInDashboard(world, purchase)
    await expect(ask(other, 2_500)).rejects.toMatchObject({ code: 'refund_not_possible', message: expect.stringContaining('owes') })
    const frozen = await aPurchase(world)
    await world.database.wallet.update({ where: { id: frozen.walletId }, data: { status: 'frozen' } })
    await expect(ask(frozen, 1_000)).rejects.toMatchObject({ code: 'refund_not_possible' })
    const disputed = await aPurchase(world)
    world.stripe.dispute(disputed.paymentIntent)
    await book(world, disputed)
    await expect(ask(disputed, 1_000)).rejects.toMatchObject({ code: 'refund_not_possible', message: expect.stringContaining('disputed') })
    const beside = await aPurchase(world, { walletId: disputed.walletId })
    await expect(ask(beside, 1_000)).rejects.toMatchObject({
      code: 'refund_not_possible',
      message: expect.stringContaining('Another payment'),
    })
    expect(await refundsOf(world, disputed)).toEqual([])
  })

  it('of what a developer gave: only money that was paid goes back to a card', async () => {
    const purchase = await aPurchase(world)
    await giveGrant(world.database, { walletId: purchase.walletId, appId: world.app.appId, amountMicrocents: dollars('3.00') })
    await spend(world, purchase.payer, '5.00')
    const owner = await ownerOf(purchase)
    const [option] = await owner.refunds.options()
    expect(option?.amountCents).toBe(620)
  })
})

describe('without an account', () => {
  it('the receipt’s link is enough while nobody has claimed what was bought; then it is the owner’s', async () => {
    const app = await appOnline(world)
    const [first, second] = [await orderFor(world, app, 'ann'), await orderFor(world, app, 'bob')]
    const token = await first.pay('ann@example.com')
    const anybody = await asPerson(world.database, null)
    expect(await anybody.refunds.optionOfReceipt({ token })).toMatchObject({ option: { amountCents: 500, isWhole: true } })
    await anybody.refunds.askByReceipt({ token, amountCents: 500 })
    await send(world)
    expect(returnedCents(world, first)).toBe(500)
    expect(await anybody.refunds.optionOfReceipt({ token })).toMatchObject({ refunds: [{ status: 'arrived' }] })

    const claimed = await second.pay('bob@example.com')
    const { userId } = await aWallet(world.database)
    await claim(world, claimed, { userId, email: 'bob@example.com' })
    await expect(anybody.refunds.askByReceipt({ token: claimed, amountCents: 500 })).rejects.toMatchObject({ cause: { code: 'not_found' } })
    const owner = await asPerson(world.database, userId)
    const orderId = publicId('order', second.orderId)
    expect(await owner.refunds.ask({ orderId, amountCents: 500 })).toMatchObject({ refusal: 'nothing_left' })
    await expect(anybody.refunds.optionOfReceipt({ token: newId() })).rejects.toMatchObject({ cause: { code: 'not_found' } })
  })
})

describe('an organization', () => {
  it('has back what is left in its pool and no more; what the Dashboard gives beyond it, the organization owes', async () => {
    const { appId, organizationId } = await payingWorld(world.database)
    const pool = await aPoolPurchase(world, { appId, organizationId })
    expect(await refundOption(world.database, pool.order, new Date())).toMatchObject({ amountCents: 1_000, isWhole: true })
    const { walletId } = await aWallet(world.database)
    const grant = { transactionId: newId(), mode: 'live', appId, walletId, lotId: newId(), amountMicrocents: dollars('5.00') } as const
    await world.database.$transaction((transaction) => post(transaction, grantIssued({ ...grant, operationKey: `grant:${grant.lotId}` })))
    expect(await refundOption(world.database, pool.order, new Date())).toMatchObject({ amountCents: 350, isWhole: false, feeIncluded: 0n })
    await refundInDashboard(world, pool)
    const owed = { mode_kind_id: { mode: 'live', kind: 'organization_receivable', id: organizationId } } as const
    expect((await world.database.account.findUnique({ where: owed }))?.balanceMicrocents).toBe(dollars('5.00'))
    await expect(ask(pool, 350)).rejects.toMatchObject({ code: 'refund_not_possible' })
  })
})

describe('an operator', () => {
  it('may refund all of a stolen payment: what is spent of it is owed, and support may only look', async () => {
    const purchase = await aPurchase(world)
    await spend(world, purchase.payer, '3.00')
    const given = { orderId: publicId('order', purchase.orderId), amountCents: 1_000 }
    const why = { because: 'fraudulent', reason: 'The bank says the card is stolen.', ticket: 'T-1' } as const
    const support = asOperator(world.database, await makeOperator(world.ledger.url, 'support'))
    expect(await support.refunds.plan(given)).toMatchObject({
      mostCents: 1_000,
      owed: dollars('3.45'),
      taken: dollars('5.05'),
      fee: dollars('1.50'),
    })
    await expect(support.refunds.make({ ...given, ...why })).rejects.toMatchObject({ cause: { code: 'operator_not_allowed' } })
    const finance = asOperator(world.database, await makeOperator(world.ledger.url, 'finance'))
    await expect(finance.refunds.make({ ...given, amountCents: 1_001, ...why })).rejects.toMatchObject({
      cause: { code: 'refund_changed' },
    })
    expect(await finance.refunds.make({ ...given, ...why })).toMatchObject({ owed: dollars('3.45') })
    await send(world)
    expect(await moneyOf(world, purchase.walletId)).toEqual({ ...nothing, owed: dollars('3.45') })
    const { rows } = await finance.refunds.queue({ status: 'all' })
    const { refundId = '', stripeRefundId = '' } = rows[0] ?? {}
    for (const text of [refundId, stripeRefundId ?? '']) {
      expect((await finance.search.byId({ text })).hits).toContainEqual(expect.objectContaining({ kind: 'refund', id: refundId }))
    }
    expect(rows[0]).toMatchObject({ orderId: given.orderId, origin: 'operator', status: 'succeeded', owed: dollars('3.45') })
    expect(await finance.refunds.debts()).toContainEqual({
      mode: 'live',
      debtor: publicId('wallet', purchase.walletId),
      owed: dollars('3.45'),
    })
  })

  it('writes a debt off by two, and the wallet spends again', async () => {
    const purchase = await aPurchase(world)
    await spend(world, purchase.payer, '3.00')
    await refundInDashboard(world, purchase)
    const [one, other] = [await makeOperator(world.ledger.url, 'finance'), await makeOperator(world.ledger.url, 'finance')]
    const debtor = { kind: 'user_receivable', walletId: purchase.walletId } as const
    const request = { kind: 'write_off', debtor, amount: dollars('3.45'), reason: 'Too small to ask for.', ticket: 'T-2' } as const
    const { id } = await proposeAdjustment(world.database, request, { operator: one, now: new Date() })
    await approveAdjustment(world.database, id, { operator: other, now: new Date() })
    expect(await moneyOf(world, purchase.walletId)).toEqual(nothing)
    await aPurchase(world, { packageName: 'starter', walletId: purchase.walletId })
    expect((await call(world, purchase.payer, '0.01')).outcome).toBe('held')
  })
})
