// What a buyer can have back of a purchase, as the purchase page said: within 14 days and unspent, all of it; else what is left, fee kept.
import type { DatabaseTransaction, OrderModel } from '@farebox/db'
import { fromCents, least, MICROCENTS_PER_CENT, type Microcents, microcents, toCents, ZERO } from '@farebox/money'
import { hasOpenDispute, isDisputed } from '../disputes/index.ts'
import { leftOf, lockLeftOf } from './refund-sources.ts'
import { refundedSoFar, soldTerms } from './refunded-so-far.ts'

export const WHOLE_REFUND_DAYS = 14
const DAY_MS = 86_400_000

export const refusalWords = {
  not_paid: 'This purchase is not paid, so there is nothing to give back.',
  nothing_left: 'All of this purchase is spent or was refunded.',
  in_use: 'What is left is reserved by a call that is under way. Try again in a minute.',
  disputed: 'This payment is being disputed, or was reported as fraud. The bank decides about it.',
  other_disputed: 'Another payment of this wallet is disputed, or was reported as fraud. Refunds wait until that is decided.',
  in_debt: 'This wallet owes money. Repay it first.',
  frozen: 'This wallet is frozen while a payment is being checked.',
} as const

export type RefundRefusal = keyof typeof refusalWords

export type RefundPlan = {
  refusal: RefundRefusal | null
  /** Whole cents, to the card that paid. Zero where it is refused. */
  amountCents: number
  /** What of the package's fee comes back with it. */
  fee: Microcents
  /** All that was paid and not refunded yet comes back. */
  isWhole: boolean
  /** Until then, and while nothing is spent, all that was paid comes back. */
  wholeUntil: Date | null
  /** Reserved by calls under way: not refundable before they end. */
  inUse: Microcents
}

/** With `isLocked`, locks what it counts, so that it can be taken. The order's row is locked by the caller then. */
export async function planRefund(
  transaction: DatabaseTransaction,
  order: OrderModel,
  { now, isLocked }: { now: Date; isLocked: boolean },
): Promise<RefundPlan> {
  const left = isLocked ? await lockLeftOf(transaction, order) : await leftOf(transaction, order)
  const wholeUntil = order.paidAt && new Date(order.paidAt.getTime() + WHOLE_REFUND_DAYS * DAY_MS)
  const nothing = { amountCents: 0, fee: ZERO, isWhole: false, wholeUntil, inUse: left.held }
  const refusal = await refusalOf(transaction, order)
  if (refusal) return { ...nothing, refusal }
  const amount = await amountOf(transaction, order, { available: left.available, isInTime: wholeUntil !== null && now <= wholeUntil })
  if (amount.amountCents > 0) return { ...nothing, ...amount, refusal: null }
  return { ...nothing, refusal: left.held > 0n ? 'in_use' : 'nothing_left' }
}

type Amount = Pick<RefundPlan, 'amountCents' | 'fee' | 'isWhole'>

async function amountOf(
  transaction: DatabaseTransaction,
  order: OrderModel,
  { available, isInTime }: { available: Microcents; isInTime: boolean },
): Promise<Amount> {
  const { priceCents, creditMicrocents, takenCents, takenFee } = await soldTerms(transaction, order)
  const { credit, owed } = await refundedSoFar(transaction, order)
  const restCents = priceCents - takenCents
  const feeLeft = microcents(fromCents(priceCents) - creditMicrocents - takenFee)
  const isUnspent = owed === 0n && available + credit === creditMicrocents && fromCents(restCents) === available + feeLeft
  if (isInTime && isUnspent && available > 0n) return { amountCents: restCents, fee: feeLeft, isWhole: true }
  const wholeCents = microcents(available - (available % MICROCENTS_PER_CENT))
  return { amountCents: toCents(least(wholeCents, fromCents(restCents))), fee: ZERO, isWhole: false }
}

async function refusalOf(transaction: DatabaseTransaction, order: OrderModel): Promise<RefundRefusal | undefined> {
  if (order.status !== 'paid' || order.paymentIntent === null) return 'not_paid'
  const { walletId } = order
  if (await isDisputed(transaction, order)) return 'disputed'
  if (!walletId) return undefined
  if (await hasOpenDispute(transaction, walletId)) return 'other_disputed'
  const claim = await transaction.walletClaim.findUnique({ where: { walletId } })
  const wallet = await transaction.wallet.findUniqueOrThrow({ where: { id: claim?.toWalletId ?? walletId } })
  if (wallet.inDebt) return 'in_debt'
  return wallet.status === 'frozen' ? 'frozen' : undefined
}
