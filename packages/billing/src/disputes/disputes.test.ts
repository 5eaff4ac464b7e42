// Disputes move exactly what they should: frozen when a bank takes the money, borne when it keeps it, back to the microcent when not.
import { newId } from '@farebox/db'
import { earningsSpentOnBalance, grantIssued, post } from '@farebox/ledger'
import { dollars, fundPool, opened, type PayingWorld, payIn } from '@farebox/ledger/testing'
import { microcents } from '@farebox/money'
import { describe, expect, it } from 'vitest'
import { moveClaimed } from '../claims/move-claimed.ts'
import { earningsStatement } from '../earnings/earnings-statement.ts'
import { placeEarningsHold, releaseEarningsHold } from '../payouts/earnings-holds.ts'
import { aPayer, book, call, disputeWorld, follow, mature, moneyOf, pays, spend, stripeSays } from '../testing/dispute-world.ts'

const world = opened(disputeWorld)

const nothing = { held: 0n, available: 0n, owed: 0n }
const borne = { wallet: 0n, package: 0n, loss: 0n }
const bornBy = ({
  walletMicrocents,
  packageMicrocents,
  lossMicrocents,
}: Record<'walletMicrocents' | 'packageMicrocents' | 'lossMicrocents', bigint>) => ({
  wallet: walletMicrocents,
  package: packageMicrocents,
  loss: lossMicrocents,
})

/** Spends an organization's available earnings, as a payout would take them. */
const spendsEarnings = async ({ organizationId }: { organizationId: string }, amountMicrocents: bigint) => {
  const wallet = await world.database.wallet.create({ data: { id: newId(), mode: 'live', kind: 'organization', organizationId } })
  const facts = { transactionId: newId(), organizationId, walletId: wallet.id, lotId: newId(), operationKey: newId() }
  await world.database.$transaction((transaction) =>
    post(transaction, earningsSpentOnBalance({ ...facts, amountMicrocents: microcents(amountMicrocents) })),
  )
}

describe('a dispute of a payment', () => {
  it('M58: unspent: frozen when it opens; lost, the credit and the fee are gone and nobody else bears it', async () => {
    const payer = await aPayer(world, dollars('9.00'))
    const dispute = payer.stripe.dispute()
    const [open] = await book(world, payer)
    expect(open).toMatchObject({ phase: 'open', disputedMicrocents: dollars('10.00'), stripeFeeCents: 1_500 })
    expect(await moneyOf(world, payer.world)).toEqual({ ...nothing, spendable: 0n })
    payer.stripe.turn(dispute, 'lost')
    const [lost] = await book(world, payer)
    expect(lost && bornBy(lost)).toEqual({ wallet: dollars('9.00'), package: dollars('1.00'), loss: 0n })
    expect(lost?.disputedMicrocents).toBe(0n)
  })

  it('M58: partly spent: what is left, the markup and the fee bear a loss, the rest is ours; M61: won on appeal, all is as it was', async () => {
    const payer = await aPayer(world, dollars('9.00'))
    await spend(world, payer.world, dollars('4.00'))
    const dispute = payer.stripe.dispute()
    await book(world, payer)
    expect(await moneyOf(world, payer.world)).toEqual({ ...nothing, spendable: 0n, held: dollars('0.60') })
    payer.stripe.turn(dispute, 'lost')
    const [lost] = await book(world, payer)
    expect(lost && bornBy(lost)).toEqual({ wallet: dollars('4.40'), package: dollars('1.00'), loss: dollars('4.00') })
    expect(await moneyOf(world, payer.world)).toEqual({ ...nothing, spendable: 0n })
    payer.stripe.turn(dispute, 'appeal_under_review')
    const [again] = await book(world, payer)
    expect(again).toMatchObject({ phase: 'open', disputedMicrocents: dollars('10.00') })
    expect(again && bornBy(again)).toEqual(borne)
    expect(await moneyOf(world, payer.world)).toEqual({ ...nothing, spendable: 0n, held: dollars('0.60') })
    payer.stripe.turn(dispute, 'won')
    const [won] = await book(world, payer)
    expect(won).toMatchObject({ phase: 'won', disputedMicrocents: 0n, steps: 6 })
    expect(await moneyOf(world, payer.world)).toEqual({ ...nothing, spendable: dollars('4.40') })
    await book(world, payer)
    expect(await world.database.dispute.findFirst({ where: { orderId: payer.order.id } })).toMatchObject({ steps: 6 })
    await mature(world)
    expect(await moneyOf(world, payer.world)).toMatchObject({ available: dollars('0.60') })
  })

  it('M58: fully spent: nothing to freeze but the markup; lost, the cost of the calls is ours', async () => {
    const payer = await aPayer(world, dollars('9.20'))
    await spend(world, payer.world, dollars('8.00'))
    payer.stripe.dispute({ status: 'lost' })
    const [lost] = await book(world, payer)
    expect(lost && bornBy(lost)).toEqual({ wallet: 0n, package: dollars('1.00'), loss: dollars('8.00') })
    expect(await moneyOf(world, payer.world)).toEqual({ ...nothing, spendable: 0n })
  })

  it('M59: lost after the developer was paid: they owe the markup, and what matures next repays it, never below zero', async () => {
    const payer = await aPayer(world, dollars('9.00'))
    await spend(world, payer.world, dollars('4.00'))
    await mature(world)
    await spendsEarnings(payer.world, dollars('0.50'))
    const dispute = payer.stripe.dispute()
    await book(world, payer)
    expect(await moneyOf(world, payer.world)).toMatchObject({ held: dollars('0.10'), available: 0n, owed: 0n })
    const [noted] = await world.database.disputeEarning.findMany({ where: { organizationId: payer.world.organizationId } })
    expect(noted?.missingMicrocents).toBe(dollars('0.50'))
    payer.stripe.turn(dispute, 'lost')
    const [lost] = await book(world, payer)
    expect(lost && bornBy(lost)).toEqual({ wallet: dollars('4.40'), package: dollars('1.00'), loss: dollars('4.00') })
    expect(await moneyOf(world, payer.world)).toEqual({ ...nothing, spendable: 0n, owed: dollars('0.50') })
    const statement = { organizationId: payer.world.organizationId, mode: 'live', delayDays: 7 } as const
    expect(await earningsStatement(world.database, statement)).toMatchObject({ isProven: true, takenBack: dollars('0.10') })
    payer.stripe.turn(dispute, 'won')
    await book(world, payer)
    expect(await moneyOf(world, payer.world)).toEqual({ spendable: dollars('4.40'), held: 0n, available: dollars('0.10'), owed: 0n })
    expect(await earningsStatement(world.database, statement)).toMatchObject({ isProven: true, takenBack: 0n })
  })

  it('M60: the user’s other money stays spendable; what calls under way give back is frozen too', async () => {
    const payer = await aPayer(world, dollars('9.00'))
    const running = await call(world, payer.world, dollars('2.00'))
    const other = await pays(world, payer.world, dollars('4.00'))
    const dispute = payer.stripe.dispute()
    await book(world, payer)
    expect(await moneyOf(world, payer.world)).toMatchObject({ spendable: dollars('4.00') })
    await running.settle(dollars('1.00'))
    expect(await moneyOf(world, payer.world)).toMatchObject({ spendable: dollars('4.00') })
    await spend(world, payer.world, dollars('1.00'))
    await follow(world)
    expect(await moneyOf(world, payer.world)).toEqual({ spendable: dollars('2.85'), held: dollars('0.15'), available: 0n, owed: 0n })
    payer.stripe.turn(dispute, 'won')
    await book(world, payer)
    expect(await moneyOf(world, payer.world)).toMatchObject({ spendable: microcents(dollars('2.85') + dollars('7.85')), held: 0n })
    expect((await world.database.lot.findMany({ where: { originLotId: payer.order.lotId } })).length).toBe(1)
    expect(other.order.id).not.toBe(payer.order.id)
  })

  it('M60: a call that has the whole of it gives back to nobody who could spend it', async () => {
    const payer = await aPayer(world, dollars('4.60'))
    const running = await call(world, payer.world, dollars('4.00'))
    payer.stripe.dispute()
    await book(world, payer)
    await running.settle(dollars('1.00'))
    expect(await moneyOf(world, payer.world)).toMatchObject({ spendable: 0n })
    expect((await call(world, payer.world, dollars('0.01'))).outcome).not.toBe('held')
    await follow(world)
  })

  it('M62: of a partly refunded payment the rest is frozen, and a loss takes the rest of the fee', async () => {
    const payer = await aPayer(world, dollars('9.00'))
    payer.stripe.refunded(300)
    const dispute = payer.stripe.dispute({ cents: 700 })
    await book(world, payer)
    payer.stripe.turn(dispute, 'lost')
    const [lost] = await book(world, payer)
    expect(lost && bornBy(lost)).toEqual({ wallet: dollars('6.30'), package: dollars('0.70'), loss: 0n })
  })

  it('M62: of a dispute of a part, what it cannot cost comes back', async () => {
    const payer = await aPayer(world, dollars('9.00'))
    const dispute = payer.stripe.dispute({ cents: 333 })
    await book(world, payer)
    expect(await moneyOf(world, payer.world)).toMatchObject({ spendable: 0n })
    payer.stripe.turn(dispute, 'lost')
    const [lost] = await book(world, payer)
    expect(lost && bornBy(lost)).toEqual({ wallet: dollars('2.997'), package: dollars('0.333'), loss: 0n })
    expect(await moneyOf(world, payer.world)).toMatchObject({ spendable: dollars('6.003') })
  })

  it('M63: an inquiry moves no money; it does when the bank takes it', async () => {
    const payer = await aPayer(world, dollars('9.00'))
    const dispute = payer.stripe.dispute({ status: 'warning_needs_response' })
    expect(await book(world, payer)).toMatchObject([{ phase: 'inquiry', steps: 0 }])
    expect(await moneyOf(world, payer.world)).toMatchObject({ spendable: dollars('9.00') })
    payer.stripe.turn(dispute, 'needs_response')
    expect(await book(world, payer)).toMatchObject([{ phase: 'open', disputedMicrocents: dollars('10.00') }])
  })

  it('M65: two disputes of one user at once: each freezes its own, one lost and one won', async () => {
    const payer = await aPayer(world, dollars('9.00'))
    const other = await pays(world, payer.world, dollars('4.00'))
    await spend(world, payer.world, dollars('4.00'))
    const [first, second] = [payer.stripe.dispute(), other.stripe.dispute()]
    await Promise.all([book(world, payer), book(world, other)])
    expect(await moneyOf(world, payer.world)).toMatchObject({ spendable: 0n, held: dollars('0.60') })
    payer.stripe.turn(first, 'won')
    other.stripe.turn(second, 'lost')
    await Promise.all([book(world, other), book(world, payer)])
    expect(await moneyOf(world, payer.world)).toMatchObject({ spendable: dollars('4.40'), held: 0n })
  })

  it('M66: the fee is the one Stripe’s line names, also where it comes back', async () => {
    const payer = await aPayer(world, dollars('9.00'))
    const dispute = payer.stripe.dispute()
    const [line] = dispute.lines
    if (line) line.feeCents = 2_000
    expect(await book(world, payer)).toMatchObject([{ stripeFeeCents: 2_000 }])
    payer.stripe.turn(dispute, 'won')
    const back = dispute.lines.at(-1)
    if (back) back.feeCents = -500
    expect(await book(world, payer)).toMatchObject([{ stripeFeeCents: 1_500, disputedMicrocents: 0n }])
    const fees = await world.database.transfer.findMany({
      where: {
        OR: [{ debitKind: 'dispute_fee' }, { creditKind: 'dispute_fee' }],
        transactionId: { in: await transactionsOf(payer.order.id) },
      },
      orderBy: { transactionId: 'asc' },
    })
    const moved = fees.map(({ debitKind, amountMicrocents }) => (debitKind === 'dispute_fee' ? amountMicrocents : -amountMicrocents))
    expect(moved).toEqual([dollars('20.00'), -dollars('5.00')])
  })
})

describe('a disputed payment into a wallet that was claimed', () => {
  it('is frozen where it went, and given back to who owns it now', async () => {
    const payer = await aPayer(world, dollars('9.00'))
    await spend(world, payer.world, dollars('2.00'))
    const owner = await claimed(payer.world, payer.order.lotId ?? '')
    await spend(world, owner, dollars('2.00'))
    const dispute = payer.stripe.dispute()
    await book(world, payer)
    expect(await moneyOf(world, owner)).toMatchObject({ spendable: 0n, held: dollars('0.60') })
    payer.stripe.turn(dispute, 'won')
    await book(world, payer)
    expect(await moneyOf(world, owner)).toMatchObject({ spendable: dollars('4.40'), held: 0n })
    payer.stripe.turn(dispute, 'lost')
    const [lost] = await book(world, payer)
    expect(lost && bornBy(lost)).toEqual({ wallet: dollars('4.40'), package: dollars('1.00'), loss: dollars('4.00') })
    expect(await moneyOf(world, owner)).toMatchObject({ spendable: 0n })
  })
})

describe('earnings that are on hold for another reason', () => {
  it('are not held twice, and one release never frees the other’s', async () => {
    const payer = await aPayer(world, dollars('9.00'))
    await spend(world, payer.world, dollars('4.00'))
    await mature(world)
    const { organizationId } = payer.world
    const operator = { id: newId() }
    const hold = { organizationId, reason: 'fraud_check', message: 'A person checks some payments.', operator, now: new Date() }
    const { holdId } = await placeEarningsHold(world.database, { ...hold, reviewAt: new Date(Date.now() + 86_400_000) })
    const dispute = payer.stripe.dispute()
    await book(world, payer)
    expect(await moneyOf(world, payer.world)).toMatchObject({ held: dollars('0.60'), available: 0n })
    await releaseEarningsHold(world.database, { holdId, operator, note: 'all is well', now: new Date() })
    expect(await moneyOf(world, payer.world)).toMatchObject({ held: dollars('0.60'), available: 0n })
    payer.stripe.turn(dispute, 'won')
    await book(world, payer)
    expect(await moneyOf(world, payer.world)).toMatchObject({ held: 0n, available: dollars('0.60') })
  })
})

describe('an early fraud warning', () => {
  it('M64: stops the lot and holds its markup; the refund that follows takes what was frozen, and no dispute comes', async () => {
    const payer = await aPayer(world, dollars('9.00'))
    await spend(world, payer.world, dollars('4.00'))
    payer.stripe.warn()
    expect(await book(world, payer)).toMatchObject([{ kind: 'fraud_warning', phase: 'open' }])
    expect(await moneyOf(world, payer.world)).toMatchObject({ spendable: 0n, held: dollars('0.60') })
    payer.stripe.refunded(1_000)
    expect(await book(world, payer)).toMatchObject([{ phase: 'closed', ending: 'refunded' }])
    expect(await moneyOf(world, payer.world)).toMatchObject({ spendable: 0n, held: 0n })
    expect(await world.database.refund.findMany({ where: { orderId: payer.order.id } })).toMatchObject([
      { creditMicrocents: dollars('4.40'), feeMicrocents: dollars('1.00'), owedMicrocents: dollars('4.60') },
    ])
  })

  it('hands over to the dispute that follows', async () => {
    const payer = await aPayer(world, dollars('9.00'))
    await spend(world, payer.world, dollars('4.00'))
    payer.stripe.warn()
    await book(world, payer)
    payer.stripe.dispute({ reason: 'fraudulent' })
    const cases = await book(world, payer)
    expect(cases.find(({ kind }) => kind === 'fraud_warning')).toMatchObject({ phase: 'closed', ending: 'disputed' })
    expect(await moneyOf(world, payer.world)).toEqual({ ...nothing, spendable: 0n, held: dollars('0.60') })
  })
})

describe('a stolen card', () => {
  it('holds what the same person’s other purchases earned, until the dispute is won', async () => {
    const payer = await aPayer(world, dollars('9.20'))
    await spend(world, payer.world, dollars('8.00'))
    await pays(world, payer.world, dollars('4.00'))
    await spend(world, payer.world, dollars('1.00'))
    const dispute = payer.stripe.dispute({ reason: 'fraudulent' })
    const [open] = await book(world, payer)
    expect(await moneyOf(world, payer.world)).toMatchObject({ held: dollars('1.35') })
    expect(open?.id && (await world.database.dispute.findUnique({ where: { id: open.id } }))?.earningsReviewAt).toBeInstanceOf(Date)
    payer.stripe.turn(dispute, 'lost')
    await book(world, payer)
    expect(await moneyOf(world, payer.world)).toMatchObject({ held: dollars('0.15') })
    payer.stripe.turn(dispute, 'won')
    await book(world, payer)
    expect(await moneyOf(world, payer.world)).toMatchObject({ held: 0n })
    await mature(world)
    expect(await moneyOf(world, payer.world)).toMatchObject({ available: dollars('1.35') })
  })

  it('lets a dispute of one of those purchases take its own markup first', async () => {
    const payer = await aPayer(world, dollars('9.20'))
    await spend(world, payer.world, dollars('8.00'))
    const other = await pays(world, payer.world, dollars('4.00'))
    await spend(world, payer.world, dollars('1.00'))
    payer.stripe.dispute({ reason: 'fraudulent' })
    await book(world, payer)
    const second = other.stripe.dispute({ status: 'lost' })
    const [lost] = await book(world, other)
    expect(lost && bornBy(lost)).toEqual({ wallet: dollars('2.85'), package: dollars('1.00'), loss: dollars('1.00') })
    expect(await moneyOf(world, payer.world)).toMatchObject({ held: dollars('1.20') })
    other.stripe.turn(second, 'won')
    await book(world, other)
    expect(await moneyOf(world, payer.world)).toMatchObject({ held: dollars('1.35') })
  })

  it('holds what another purchase earned whose own dispute is over, and moves nothing when that one is heard of again', async () => {
    const payer = await aPayer(world, dollars('9.20'))
    await spend(world, payer.world, dollars('8.00'))
    const over = payer.stripe.dispute()
    payer.stripe.turn(over, 'won')
    await book(world, payer)
    const other = await pays(world, payer.world, dollars('4.00'))
    other.stripe.dispute({ reason: 'fraudulent' })
    const [open] = await book(world, other)
    expect(await moneyOf(world, payer.world)).toMatchObject({ held: dollars('1.20') })
    const stepsOf = async () => (await world.database.dispute.findUniqueOrThrow({ where: { id: open?.id ?? '' } })).steps
    const before = await stepsOf()
    await book(world, payer)
    expect(await stepsOf()).toBe(before)
    expect(await moneyOf(world, payer.world)).toMatchObject({ held: dollars('1.20') })
  })
})

describe('a developer’s own payment', () => {
  it('for a grant pool: the pool’s rest is frozen, what was given away is owed; won, the debt and the money are back', async () => {
    const payer = await aPayer(world, dollars('1.00'))
    await fundPool(world.database, { appId: payer.world.appId, creditMicrocents: dollars('9.00') })
    const order = await world.database.order.findFirstOrThrow({ where: { appId: payer.world.appId, kind: 'grant_pool' } })
    const stripe = stripeSays(order)
    const { appId, walletId } = payer.world
    const grant = { transactionId: newId(), mode: 'live', appId, walletId, lotId: newId(), operationKey: newId() } as const
    await world.database.$transaction((transaction) => post(transaction, grantIssued({ ...grant, amountMicrocents: dollars('5.00') })))
    const dispute = stripe.dispute()
    await book(world, { order, stripe })
    expect(await poolOf(payer.world)).toBe(0n)
    stripe.turn(dispute, 'lost')
    const [lost] = await book(world, { order, stripe })
    expect(lost && bornBy(lost)).toEqual({ wallet: dollars('4.00'), package: dollars('1.00'), loss: 0n })
    expect(await moneyOf(world, payer.world)).toMatchObject({ owed: dollars('5.00') })
    stripe.turn(dispute, 'won')
    await book(world, { order, stripe })
    expect(await poolOf(payer.world)).toBe(dollars('4.00'))
    expect(await moneyOf(world, payer.world)).toMatchObject({ owed: 0n })
  })

  it('for its own balance: the rest is frozen, and what was spent is owed by that balance', async () => {
    const { world: app } = await aPayer(world, dollars('1.00'))
    const walletId = newId()
    await world.database.wallet.create({ data: { id: walletId, mode: 'live', kind: 'organization', organizationId: app.organizationId } })
    const lotId = await payIn(world.database, { walletId, creditMicrocents: dollars('9.00') })
    await world.database.order.updateMany({ where: { lotId }, data: { kind: 'organization_topup', organizationId: app.organizationId } })
    const order = await world.database.order.findFirstOrThrow({ where: { lotId } })
    const stripe = stripeSays(order)
    const connectionId = newId()
    await world.database.connection.create({
      data: { walletId, id: connectionId, mode: 'live', appId: app.appId, markupBpsAccepted: 0, earnsMarkup: false },
    })
    await spend(world, { ...app, walletId, connectionId }, dollars('2.00'))
    const dispute = stripe.dispute({ status: 'lost' })
    const [lost] = await book(world, { order, stripe })
    expect(lost && bornBy(lost)).toEqual({ wallet: dollars('7.00'), package: dollars('1.00'), loss: 0n })
    expect(lost?.walletOwesMicrocents).toBe(dollars('2.00'))
    expect(await world.database.wallet.findUnique({ where: { id: walletId } })).toMatchObject({ inDebt: true })
    stripe.turn(dispute, 'won')
    await book(world, { order, stripe })
    expect(await moneyOf(world, { ...app, walletId })).toMatchObject({ spendable: dollars('7.00') })
    expect(await world.database.wallet.findUnique({ where: { id: walletId } })).toMatchObject({ inDebt: false })
  })
})

/** Every movement of an order's disputes. */
async function transactionsOf(orderId: string): Promise<string[]> {
  const cases = await world.database.dispute.findMany({ where: { orderId } })
  const keys = cases.flatMap(({ id, steps }) => Array.from({ length: steps }, (_, place) => `dispute:${id}:${place + 1}`))
  const posted = await world.database.operation.findMany({ where: { operationKey: { in: keys } } })
  return posted.map(({ transactionId }) => transactionId)
}

/** The wallet's money becomes a person's, as claiming does. */
async function claimed(from: PayingWorld, lotId: string): Promise<PayingWorld> {
  const { database } = world
  const [userId, walletId, connectionId] = [newId(), newId(), newId()]
  await database.user.create({ data: { id: userId, email: `${userId}@farebox.test` } })
  await database.wallet.create({ data: { id: walletId, mode: 'live', kind: 'user', userId } })
  await database.connection.create({ data: { walletId, id: connectionId, mode: 'live', appId: from.appId, markupBpsAccepted: 1_500 } })
  await database.$transaction(async (transaction) => {
    await transaction.walletClaim.create({
      data: { walletId: from.walletId, toWalletId: walletId, userId, proof: 'receipt', claimedAt: new Date() },
    })
    await moveClaimed(transaction, { walletId: from.walletId, toWalletId: walletId, now: new Date() })
  })
  expect(await database.lot.count({ where: { walletId, originLotId: lotId } })).toBe(1)
  return { ...from, walletId, connectionId }
}

async function poolOf({ appId }: { appId: string }): Promise<bigint> {
  const account = await world.database.account.findFirst({ where: { kind: 'grant_pool', id: appId } })
  return account?.balanceMicrocents ?? 0n
}
