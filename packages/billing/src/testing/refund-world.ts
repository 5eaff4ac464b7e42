// For tests of money back: purchases really paid at the Stripe stand-in, wallets that spend, and all the worker does about refunds.
import { newId, type OrderModel } from '@farebox/db'
import { Holds } from '@farebox/ledger/holds'
import { dollars, holdRequest, type PayingWorld, payingWorld } from '@farebox/ledger/testing'
import { type Microcents, microcents } from '@farebox/money'
import type { AlertDesk } from '../alerts/raise-alert.ts'
import type { Mail } from '../mails/index.ts'
import { readPayment } from '../payments/book-payment.ts'
import { sendRefunds } from '../refunds/send-refunds.ts'
import { aPaidOrder, type TopUpWorld, topUpWorld } from './top-up-world.ts'

export type RefundWorld = TopUpWorld & {
  holds: Holds
  app: PayingWorld
  desk: TopUpWorld['till'] & AlertDesk
  mails: { to: string; mail: Mail }[]
}

export type Purchase = { order: OrderModel; orderId: string; walletId: string; paymentIntent: string; payer: PayingWorld }

/** Nothing happens by itself: no webhooks, no worker. Stripe's lines are there at once, and its balance pays any refund. */
export async function refundWorld(): Promise<RefundWorld> {
  const world = await topUpWorld({ isWorking: false })
  world.stripe.setWebhook(undefined)
  world.stripe.faults.set({ balanceTransactionDelayMs: 0 })
  world.stripe.connect.addBalance(100_000)
  const holds = new Holds(world.ledger.url, { lanesMax: 1 })
  const app = await payingWorld(world.database)
  const mails: RefundWorld['mails'] = []
  const mailer = { send: async (to: string, mail: Mail) => void mails.push({ to, mail }), close: () => {} }
  const stop = async () => {
    await holds.end()
    await world.stop()
  }
  return { ...world, holds, app, desk: { ...world.till, mailer }, mails, stop }
}

/** A package, paid and credited, in a fresh wallet or this one; its wallet may spend in the world's app. */
export async function aPurchase(world: RefundWorld, { packageName = 'basic', walletId: given = '' } = {}): Promise<Purchase> {
  const order = await aPaidOrder(world, { packageName, ...(given !== '' && { changes: { walletId: given } }) })
  const walletId = order.walletId ?? ''
  return { order, orderId: order.id, walletId, paymentIntent: order.paymentIntent ?? '', payer: await connected(world, walletId) }
}

/** The same, but a developer bought it for a grant pool. */
export async function aPoolPurchase(
  world: RefundWorld,
  { appId, organizationId }: { appId: string; organizationId: string },
): Promise<Purchase> {
  const order = await aPaidOrder(world, { changes: { kind: 'grant_pool', appId, organizationId, walletId: null } })
  return { order, orderId: order.id, walletId: '', paymentIntent: order.paymentIntent ?? '', payer: world.app }
}

async function connected({ database, app }: RefundWorld, walletId: string): Promise<PayingWorld> {
  const { appId } = app
  const known = await database.connection.findUnique({ where: { appId_walletId: { appId, walletId } } })
  const connectionId = known?.id ?? newId()
  if (!known) await database.connection.create({ data: { walletId, id: connectionId, mode: 'live', appId, markupBpsAccepted: 1_500 } })
  return { ...app, walletId, connectionId }
}

/** A call of exactly this base cost, under way. Its markup of 15 % comes on top. */
export async function call({ holds }: RefundWorld, payer: PayingWorld, base: string) {
  const baseMicrocents = dollars(base)
  const request = holdRequest(payer, baseMicrocents)
  const { outcome } = await holds.open(request)
  const of = { holdId: request.holdId, walletId: payer.walletId }
  const cost = { baseMicrocents, costMicrocents: baseMicrocents }
  return {
    outcome,
    settle: () => holds.settle({ ...of, ...cost, resolution: 'settled', usage: {}, outcome: 'complete' }),
    release: () => holds.settle({ ...of, baseMicrocents: microcents(0n), costMicrocents: microcents(0n), resolution: 'released' }),
  }
}

export async function spend(world: RefundWorld, payer: PayingWorld, base: string): Promise<void> {
  const { outcome, settle } = await call(world, payer, base)
  if (outcome !== 'held') throw new Error(`the call was refused: ${outcome}`)
  await settle()
}

/** What every event and sweep does about one payment. */
export async function book(
  { till, database }: Pick<RefundWorld, 'till' | 'database'>,
  { orderId }: Pick<Purchase, 'orderId'>,
): Promise<void> {
  const booking = await readPayment(till, { orderId })
  await database.$transaction(async (transaction) => booking?.(transaction, new Date()), { timeout: 20_000 })
}

/** The worker's job, now or later. */
export const send = (world: RefundWorld, now = new Date()): Promise<number> => sendRefunds(world.desk, now)

/** Someone refunds in Stripe's Dashboard, and we hear of it. */
export async function refundInDashboard(world: RefundWorld, purchase: Purchase, amountCents?: number): Promise<string> {
  const { id } = world.stripe.payments.refund(purchase.paymentIntent, amountCents === undefined ? {} : { amountCents })
  await book(world, purchase)
  return id
}

export const refundsOf = ({ database }: RefundWorld, { orderId }: Purchase) =>
  database.refund.findMany({ where: { orderId }, orderBy: { id: 'asc' } })

/** What a wallet can spend, what its calls hold, and what it owes. */
export async function moneyOf(
  { database }: RefundWorld,
  walletId: string,
): Promise<{ available: Microcents; held: Microcents; owed: Microcents }> {
  const { _sum } = await database.lot.aggregate({ where: { walletId }, _sum: { availableMicrocents: true, heldMicrocents: true } })
  const owed = await database.account.findUnique({ where: { mode_kind_id: { mode: 'live', kind: 'user_receivable', id: walletId } } })
  return {
    available: microcents(_sum.availableMicrocents ?? 0n),
    held: microcents(_sum.heldMicrocents ?? 0n),
    owed: microcents(owed?.balanceMicrocents ?? 0n),
  }
}

/** Every cent that Stripe gave back to the card of a purchase and did not get again. */
export function returnedCents({ stripe }: Pick<RefundWorld, 'stripe'>, { orderId }: Pick<Purchase, 'orderId'>): number {
  const log = stripe.log()
  const charge = log.flatMap((entry) => (entry.kind === 'charge' && entry.metadata.order === orderId ? [entry.chargeId] : []))
  const latest = new Map<string, number>()
  for (const entry of log) {
    if (entry.kind === 'refund' && charge.includes(entry.chargeId))
      latest.set(entry.refundId, entry.state === 'failed' ? 0 : entry.amountCents)
  }
  return [...latest.values()].reduce((total, cents) => total + cents, 0)
}
