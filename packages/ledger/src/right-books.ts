// For the test of `reconcile`: books with a little of everything in them, all of it right.
import { type Database, newId } from '@farebox/db'
import { ZERO } from '@farebox/money'
import { type RefundedBooks, refundSome } from './broken-refunds.ts'
import { earningsToTake } from './earnings.ts'
import { type HoldResolution, Holds } from './holds.ts'
import { earningsMatured } from './movements/earnings-matured.ts'
import { sandboxWalletFunded } from './movements/sandbox-funded.ts'
import { stripeFeeBooked } from './movements/stripe-fee-booked.ts'
import { post } from './post.ts'
import { dollars, foldAll, fundPool, giveGrant, holdRequest, ownService, type PayingWorld, payIn, payingWorld } from './testing.ts'

export type Books = {
  refunded: RefundedBooks
  /** A call of the app's own service, paid by a grant and by the user. */
  service: string
  world: PayingWorld
  settled: string
  open: string
  released: string
  lotId: string
  grantLotId: string
  paymentIntent: string
  /** Of a payment whose fee is booked. */
  bookedIntent: string
}

/** A little of everything: money in, a grant, calls that are paid, open and released, a key's budget, earnings, play money. */
export async function rightBooks(database: Database, url: string): Promise<Books> {
  const world = await payingWorld(database, { markupBps: 1_500, limitMicrocents: dollars('5.00') })
  const { walletId } = world
  const lotId = await payIn(database, { walletId, creditMicrocents: dollars('8.50') })
  const grantLotId = await giveGrant(database, { ...world, amountMicrocents: dollars('0.10') })
  await fundPool(database, { appId: world.appId, creditMicrocents: dollars('3.00') })
  const sandbox = await payingWorld(database, { mode: 'sandbox' })
  const funded = { transactionId: newId(), walletId: sandbox.walletId, lotId: newId(), amountMicrocents: dollars('100.00') }
  await database.$transaction((transaction) => post(transaction, sandboxWalletFunded(funded)))
  const holds = new Holds(url)
  const service = await callOwnService(database, holds, world)
  const [settled, released, open] = [
    holdRequest(world, dollars('0.50')),
    holdRequest(world, dollars('0.20')),
    holdRequest(world, dollars('0.30')),
  ]
  const resolution = (holdId: string, kind: HoldResolution['resolution'], amount = ZERO): HoldResolution => ({
    holdId,
    walletId,
    resolution: kind,
    baseMicrocents: amount,
    costMicrocents: amount,
  })
  for (const request of [settled, released, open]) await holds.open(request)
  await holds.settle(resolution(settled.holdId, 'settled', dollars('0.50')))
  await holds.settle(resolution(released.holdId, 'released'))
  await organizationSpends(database, holds, world)
  await holds.end()
  await mature(database, world)
  const order = await database.order.findFirstOrThrow({ where: { walletId } })
  const paymentIntent = order.paymentIntent ?? ''
  const bookedIntent = await bookAFee(database)
  const refunded = await refundSome(database)
  return {
    refunded,
    world,
    service,
    settled: settled.holdId,
    open: open.holdId,
    released: released.holdId,
    lotId,
    grantLotId,
    paymentIntent,
    bookedIntent,
  }
}

async function callOwnService(database: Database, holds: Holds, world: PayingWorld): Promise<string> {
  const request = holdRequest(world, dollars('0.15'), await ownService(database, world))
  await holds.recordCost({ ...request, usage: { piece: 1 } })
  return request.holdId
}

async function organizationSpends(database: Database, holds: Holds, world: PayingWorld): Promise<void> {
  const [walletId, connectionId] = [newId(), newId()]
  await database.wallet.create({ data: { id: walletId, mode: 'live', kind: 'organization', organizationId: world.organizationId } })
  await database.connection.create({
    data: { walletId, id: connectionId, mode: 'live', appId: world.appId, markupBpsAccepted: 0, earnsMarkup: false },
  })
  await database.keyBudget.create({
    data: { walletId, apiKeyId: world.apiKeyId, limitMicrocents: dollars('1.00'), endUserLimitMicrocents: dollars('0.50') },
  })
  await payIn(database, { walletId, creditMicrocents: dollars('4.00') })
  const request = holdRequest({ ...world, walletId, connectionId }, dollars('0.25'), { endUser: 'ann' })
  await holds.open(request)
  await holds.settle({
    holdId: request.holdId,
    walletId,
    resolution: 'settled',
    baseMicrocents: dollars('0.20'),
    costMicrocents: dollars('0.22'),
  })
}

async function mature(database: Database, { organizationId }: PayingWorld): Promise<void> {
  await foldAll(database)
  const accrualDay = new Date().toISOString().slice(0, 10)
  await database.$transaction(async (transaction) => {
    const day = await earningsToTake(transaction, { mode: 'live', organizationId, accrualDay })
    await post(transaction, earningsMatured({ transactionId: newId(), mode: 'live', organizationId, accrualDay, ...day }))
  })
}

export const BOOKED = { paidCents: 500, feeCents: 45 }

async function bookAFee(database: Database): Promise<string> {
  const order = await database.order.findFirstOrThrow({ where: { priceCents: BOOKED.paidCents } })
  const paymentIntent = order.paymentIntent ?? ''
  await database.$transaction(async (transaction) => {
    await post(transaction, stripeFeeBooked({ transactionId: newId(), mode: 'live', paymentIntent, ...BOOKED }))
    await transaction.order.update({ where: { id: order.id }, data: { feeBookedAt: new Date() } })
  })
  return paymentIntent
}
