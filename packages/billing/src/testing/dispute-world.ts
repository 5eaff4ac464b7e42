// For tests of disputes: payments whose money is really spent, and a Stripe that says of them what a test wants, in any order.
import { type DisputeModel, newId, type OrderModel } from '@farebox/db'
import type { Holds } from '@farebox/ledger/holds'
import { foldAll, holdRequest, type LedgerDatabase, ledgerWithHolds, type PayingWorld, payIn, payingWorld } from '@farebox/ledger/testing'
import { type Microcents, microcents } from '@farebox/money'
import { followDisputes } from '../disputes/follow-disputes.ts'
import { bookDisputes } from '../disputes/index.ts'
import { matureEarnings } from '../earnings/mature-earnings.ts'
import { bookRefunds } from '../refunds/book-refunds.ts'
import type { StripeDispute, StripeDisputeStatus, StripePayment } from '../stripe/payment-gate.ts'

const DAY_MS = 86_400_000

export type DisputeWorld = LedgerDatabase & { holds: Holds }

export const disputeWorld = (): Promise<DisputeWorld> => ledgerWithHolds({ lanesMax: 1 })

/** An app at 15 % and a user with this much credit, which cost a dollar more. */
export async function aPayer(
  { database }: DisputeWorld,
  creditMicrocents: Microcents,
): Promise<{ world: PayingWorld; order: OrderModel; stripe: StripeSays }> {
  const world = await payingWorld(database)
  const { order, stripe } = await pays({ database }, world, creditMicrocents)
  return { world, order, stripe }
}

export async function pays(
  { database }: Pick<DisputeWorld, 'database'>,
  { walletId }: Pick<PayingWorld, 'walletId'>,
  creditMicrocents: Microcents,
): Promise<{ order: OrderModel; stripe: StripeSays }> {
  const lotId = await payIn(database, { walletId, creditMicrocents })
  const order = await database.order.findFirstOrThrow({ where: { lotId } })
  return { order, stripe: stripeSays(order) }
}

/** A call of exactly this base cost. Left open: `settle` or `release` ends it. */
export async function call({ holds }: DisputeWorld, world: PayingWorld, baseMicrocents: Microcents) {
  const request = holdRequest(world, baseMicrocents)
  const { outcome } = await holds.open(request)
  const of = { holdId: request.holdId, walletId: world.walletId }
  const settle = (used = baseMicrocents) =>
    holds.settle({ ...of, resolution: 'settled', baseMicrocents: used, costMicrocents: used, usage: {}, outcome: 'complete' })
  return { outcome, settle }
}

export async function spend(dispute: DisputeWorld, world: PayingWorld, baseMicrocents: Microcents): Promise<void> {
  const { outcome, settle } = await call(dispute, world, baseMicrocents)
  if (outcome !== 'held') throw new Error(`the call was refused: ${outcome}`)
  await settle()
}

/** All earnings until now are available: a week passed. */
export async function mature({ database }: DisputeWorld): Promise<void> {
  await foldAll(database)
  await matureEarnings(database, new Date(Date.now() + 8 * DAY_MS))
}

export type StripeSays = {
  /** As Stripe would answer now. */
  payment: () => StripePayment
  /** Disputed, all of it or these cents. Answers Stripe's dispute, to change further. */
  dispute: (order?: { cents?: number; reason?: string; status?: StripeDisputeStatus }) => StripeDispute
  /** The bank decided; or looks again. Moves the money as Stripe's lines would. */
  turn: (dispute: StripeDispute, status: StripeDisputeStatus) => void
  /** The same, of the first dispute; nothing where there is none. */
  turnFirst: (status: StripeDisputeStatus) => void
  warn: () => { warningId: string }
  refunded: (cents: number) => void
}

const FEE_CENTS = 1_500

export function stripeSays({ id: orderId, paymentIntent, priceCents }: OrderModel): StripeSays {
  const payment: StripePayment = {
    ...{ paymentIntent: paymentIntent ?? '', orderId, isPaid: true, status: 'succeeded', amountCents: priceCents, currency: 'usd' },
    ...{ card: null, customerId: null, paymentMethodId: null, failure: null, refunds: [], disputes: [], fraudWarnings: [] },
    charge: {
      chargeId: `ch_${orderId}`,
      paidCents: priceCents,
      feeCents: 59,
      balanceTransactionId: 'txn',
      currency: 'usd',
      riskLevel: null,
    },
  }
  const line = (category: string, amountCents: number, feeCents: number) => {
    return { balanceTransactionId: `txn_${newId()}`, category, amountCents, feeCents, createdAt: new Date() }
  }
  const says: StripeSays = {
    payment: () => structuredClone(payment),
    dispute: ({ cents = priceCents, reason = 'product_not_received', status = 'needs_response' } = {}) => {
      const dispute: StripeDispute = {
        ...{ disputeId: `dp_${newId()}`, chargeId: `ch_${orderId}`, paymentIntent, amountCents: cents, status, reason },
        ...{ dueBy: new Date(Date.now() + 7 * DAY_MS), isChargeRefundable: false, submissions: 0, createdAt: new Date() },
        lines: status.startsWith('warning_') ? [] : [line('dispute', -cents, FEE_CENTS)],
      }
      payment.disputes.push(dispute)
      return dispute
    },
    turn: (dispute, status) => {
      const taken = -dispute.lines.reduce((total, { amountCents }) => total + amountCents, 0)
      const shouldBeTaken = status === 'won' || status.startsWith('warning_') ? 0 : dispute.amountCents
      if (taken > shouldBeTaken) dispute.lines.push(line('dispute_reversal', taken - shouldBeTaken, 0))
      if (taken < shouldBeTaken) dispute.lines.push(line('dispute', taken - shouldBeTaken, taken === 0 ? FEE_CENTS : 0))
      dispute.status = status
    },
    turnFirst: (status) => {
      const [first] = payment.disputes
      if (first) says.turn(first, status)
    },
    warn: () => {
      const warning = { warningId: `issfr_${newId()}`, actionable: true, fraudType: 'made_with_stolen_card', createdAt: new Date() }
      payment.fraudWarnings.push(warning)
      return warning
    },
    refunded: (amountCents) => {
      payment.refunds.push({
        ...{ refundId: `re_${newId()}`, amountCents, status: 'succeeded', reason: null, pendingReason: null, failureReason: null },
        ...{ ourRefundId: null, createdAt: new Date(), balanceTransactionId: `txn_${newId()}`, failureBalanceTransactionId: null },
      })
    },
  }
  return says
}

/** Books what Stripe says of it now, as every event and sweep does. */
export async function book(
  { database }: Pick<DisputeWorld, 'database'>,
  { order, stripe }: { order: Pick<OrderModel, 'id'>; stripe: StripeSays },
  now = new Date(),
): Promise<DisputeModel[]> {
  await database.$transaction(
    async (transaction) => {
      await transaction.$queryRaw`select id from "order" where id = ${order.id}::uuid for update`
      const booked = await transaction.order.findUniqueOrThrow({ where: { id: order.id } })
      const [moneyIn, facts] = [
        { transaction, enqueue: async () => {} },
        { order: booked, payment: stripe.payment(), now },
      ]
      await bookRefunds(moneyIn, facts)
      await bookDisputes(moneyIn, facts)
    },
    { timeout: 20_000 },
  )
  return database.dispute.findMany({ where: { orderId: order.id }, orderBy: { openedAt: 'asc' } })
}

/** The clock's job. */
export const follow = ({ database }: DisputeWorld) => followDisputes(database, new Date())

/** Guarded balances by kind and id, and of a wallet what can be spent. */
export async function moneyOf({ database }: DisputeWorld, { walletId, organizationId }: PayingWorld) {
  const now = new Date()
  const lots = await database.lot.findMany({ where: { walletId } })
  const account = async (kind: 'earnings_available' | 'earnings_held' | 'organization_receivable') => {
    const found = await database.account.findUnique({ where: { mode_kind_id: { mode: 'live', kind, id: organizationId } } })
    return found?.balanceMicrocents ?? 0n
  }
  const spendable = lots.filter(({ expiresAt }) => !expiresAt || expiresAt > now)
  return {
    spendable: microcents(spendable.reduce((total, lot) => total + lot.availableMicrocents, 0n)),
    held: await account('earnings_held'),
    available: await account('earnings_available'),
    owed: await account('organization_receivable'),
  }
}
