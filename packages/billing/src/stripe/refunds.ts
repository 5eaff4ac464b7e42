// Refunds: asked for so that one of ours never happens twice, and read whoever made them.
import type Stripe from 'stripe'
import { idOf } from './id-of.ts'
import type { RefundOutcome, RefundRequest, RefundsGate } from './money-back-gate.ts'
import { failureOf } from './outcome.ts'
import type { StripeRefund, StripeRefundStatus } from './payment-gate.ts'

/** Far more than a payment has. */
const REFUNDS_MAX = 500

export function openRefunds(stripe: Stripe): RefundsGate {
  return {
    create: (request) => refund(stripe, request),
    of: (paymentIntent) => refundsOf(stripe, paymentIntent),
  }
}

async function refund(stripe: Stripe, request: RefundRequest): Promise<RefundOutcome> {
  try {
    const refunds = await refundsOf(stripe, request.paymentIntent)
    const standing = refunds.find(({ ourRefundId }) => ourRefundId === request.refundId)
    return standing ? whatStands(standing, request) : await ask(stripe, request)
  } catch (cause) {
    return failureOf(cause)
  }
}

/** It happened, whatever became of it: one that failed is not asked for again under the same id. */
function whatStands({ refundId: stripeRefundId, amountCents }: StripeRefund, request: RefundRequest): RefundOutcome {
  if (amountCents === request.amountCents) return { kind: 'accepted', stripeRefundId }
  return { kind: 'unknown', cause: `refund ${stripeRefundId} of this id has another amount` }
}

async function ask(stripe: Stripe, { paymentIntent, refundId, amountCents, reason }: RefundRequest): Promise<RefundOutcome> {
  const { id } = await stripe.refunds.create(
    { payment_intent: paymentIntent, amount: amountCents, reason, metadata: { refund: refundId } },
    // Whoever follows refunds repeats, after it has looked. Repeating here would hide which answer belongs to which try.
    { idempotencyKey: `refund:${refundId}`, maxNetworkRetries: 0 },
  )
  return { kind: 'accepted', stripeRefundId: id }
}

export async function refundsOf(stripe: Stripe, paymentIntent: string): Promise<StripeRefund[]> {
  const newestFirst = await stripe.refunds.list({ payment_intent: paymentIntent, limit: 100 }).autoPagingToArray({ limit: REFUNDS_MAX })
  return newestFirst.map(refundFacts).reverse()
}

function refundFacts(refund: Stripe.Refund): StripeRefund {
  return {
    refundId: refund.id,
    amountCents: refund.amount,
    status: statusOf(refund.status),
    reason: refund.reason,
    pendingReason: refund.pending_reason ?? null,
    failureReason: refund.failure_reason ?? null,
    ourRefundId: refund.metadata?.refund ?? null,
    createdAt: new Date(refund.created * 1000),
    balanceTransactionId: idOf(refund.balance_transaction),
    failureBalanceTransactionId: idOf(refund.failure_balance_transaction),
  }
}

function statusOf(status: string | null): StripeRefundStatus {
  const known: readonly StripeRefundStatus[] = ['requires_action', 'succeeded', 'failed', 'canceled']
  return known.find((word) => word === status) ?? 'pending'
}
