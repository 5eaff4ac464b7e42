// What Stripe says of a payment's refunds becomes our books: each is known or written down, left our balance, arrived, or came back.
import { newId, type OrderModel, type RefundModel } from '@farebox/db'
import { post, refundCameBack, refundSent } from '@farebox/ledger'
import { z } from 'zod'
import type { MoneyIn, PaymentFacts } from '../payments/money-in.ts'
import { noteStripeBooking } from '../reconciliation/note-stripe-booking.ts'
import type { StripeRefund } from '../stripe/payment-gate.ts'
import { moveRefund } from './move-refund.ts'
import { takeRefund } from './take-refund.ts'
import { undoCrowdedOut } from './undo-crowded-out.ts'
import { undoRefund } from './undo-refund.ts'

const stripe = { kind: 'stripe' } as const

/** The order's row is locked. Safe to repeat, and in any order with what we do ourselves. */
export async function bookRefunds(moneyIn: MoneyIn, { order, payment, now }: PaymentFacts): Promise<void> {
  await undoCrowdedOut(moneyIn, { order, payment, now })
  for (const fact of payment.refunds) {
    const known = await knownRefund(moneyIn, order, { fact, now })
    if (known) await bookRefund(moneyIn, order, { refund: known, fact, now })
  }
}

type Found = { fact: StripeRefund; now: Date }

/** Our row, found or written now. Undefined: it failed before we heard of it, and nothing of ours moved. */
async function knownRefund(moneyIn: MoneyIn, order: OrderModel, { fact, now }: Found): Promise<RefundModel | undefined> {
  const { refundId: stripeRefundId, ourRefundId, amountCents, reason } = fact
  const noted = await moneyIn.transaction.refund.findUnique({ where: { stripeRefundId } })
  if (noted) return noted
  const asked = ourRefundId ? await askedRefund(moneyIn, order, { ourRefundId, amountCents }) : undefined
  if (asked) return moveRefund(moneyIn, asked, { to: 'pending', actor: stripe, changes: { stripeRefundId, failure: null }, now })
  if (isOver(fact) && fact.balanceTransactionId === null) return undefined
  return takeRefund(moneyIn, order, { origin: 'stripe', amountCents, reason, stripeRefundId, actor: stripe, now })
}

/** What the metadata names is ours only where it is this order's, of this amount, and still waits for Stripe. */
async function askedRefund(
  { transaction }: MoneyIn,
  order: OrderModel,
  { ourRefundId, amountCents }: { ourRefundId: string; amountCents: number },
) {
  return z.uuid().safeParse(ourRefundId).success
    ? transaction.refund.findFirst({
        where: {
          ...{ id: ourRefundId, orderId: order.id, amountCents, stripeRefundId: null },
          status: { in: ['requested', 'sending', 'unknown'] },
        },
      })
    : null
}

const isOver = ({ status }: StripeRefund) => status === 'failed' || status === 'canceled'

async function bookRefund(moneyIn: MoneyIn, order: OrderModel, { refund, fact, now }: Found & { refund: RefundModel }): Promise<void> {
  const booked = await bookSent(moneyIn, refund, { fact, now })
  if (fact.status === 'succeeded' && booked.status === 'pending') {
    await moveRefund(moneyIn, booked, { to: 'succeeded', actor: stripe, changes: { arrivedAt: now }, now })
  }
  if (isOver(fact) && booked.status !== 'failed') await bookFailed(moneyIn, order, { refund: booked, fact, now })
}

/** It left our balance. */
async function bookSent({ transaction }: MoneyIn, refund: RefundModel, { fact, now }: Found): Promise<RefundModel> {
  if (refund.bookedAt || fact.balanceTransactionId === null) return refund
  const { id, mode, amountCents } = refund
  const { transactionId } = await post(transaction, refundSent({ transactionId: newId(), mode, refundId: id, amountCents }))
  await noteStripeBooking(transaction, { sourceId: fact.refundId, category: 'refund', transactionId, now })
  return transaction.refund.update({ where: { id }, data: { bookedAt: now } })
}

/** Where it had left our balance, it is put back once it is in our balance again. */
async function bookFailed(moneyIn: MoneyIn, order: OrderModel, { refund, fact, now }: Found & { refund: RefundModel }): Promise<void> {
  const { transaction } = moneyIn
  if (refund.bookedAt && fact.failureBalanceTransactionId === null) return
  if (refund.bookedAt) {
    const { id: refundId, mode, amountCents } = refund
    const { transactionId } = await post(transaction, refundCameBack({ transactionId: newId(), mode, refundId, amountCents }))
    await noteStripeBooking(transaction, { sourceId: fact.refundId, category: 'refund_failure', transactionId, now })
  }
  const failure = failureWords(fact)
  const cameBackAt = refund.bookedAt ? now : null
  const failed = await moveRefund(moneyIn, refund, { to: 'failed', actor: stripe, changes: { failure, cameBackAt }, now })
  if (failed) await undoRefund(moneyIn, order, failed)
}

function failureWords({ status, failureReason }: StripeRefund): string {
  if (status === 'canceled') return 'The refund was canceled before it left.'
  return failureReason ? `The card’s bank did not take it: ${failureReason.replaceAll('_', ' ')}.` : 'The card’s bank did not take it.'
}
