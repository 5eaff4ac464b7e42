// Disputes: read as they are now, answered with evidence, or given up.
import type Stripe from 'stripe'
import { idOf } from './id-of.ts'
import type { DisputeOutcome, DisputesGate, EvidenceRequest } from './money-back-gate.ts'
import { failureOf, isMissing } from './outcome.ts'
import type { StripeDispute, StripeDisputeLine, StripeDisputeStatus } from './payment-gate.ts'

/** Far more than a payment has. */
const DISPUTES_MAX = 100

export function openDisputes(stripe: Stripe): DisputesGate {
  return {
    read: (disputeId) => readDispute(stripe, disputeId),
    submitEvidence: (request) => submitEvidence(stripe, request),
    accept: (disputeId) => accept(stripe, disputeId),
  }
}

export async function disputesOf(stripe: Stripe, paymentIntent: string): Promise<StripeDispute[]> {
  const newestFirst = await stripe.disputes.list({ payment_intent: paymentIntent, limit: 100 }).autoPagingToArray({ limit: DISPUTES_MAX })
  return newestFirst.map(disputeFacts).reverse()
}

async function readDispute(stripe: Stripe, disputeId: string): Promise<StripeDispute | null> {
  try {
    return disputeFacts(await stripe.disputes.retrieve(disputeId))
  } catch (cause) {
    if (isMissing(cause)) return null
    throw cause
  }
}

/** No key: what is submitted replaces what was staged, so that a person who edits and submits again is not answered their first text. */
async function submitEvidence(stripe: Stripe, { disputeId, evidence, submit }: EvidenceRequest): Promise<DisputeOutcome> {
  try {
    return { kind: 'accepted', dispute: disputeFacts(await stripe.disputes.update(disputeId, { evidence, submit })) }
  } catch (cause) {
    return failureOf(cause)
  }
}

async function accept(stripe: Stripe, disputeId: string): Promise<DisputeOutcome> {
  try {
    const known = await stripe.disputes.retrieve(disputeId)
    if (known.status === 'lost') return { kind: 'accepted', dispute: disputeFacts(known) }
    const closed = await stripe.disputes.close(disputeId, {}, { idempotencyKey: `accept:${disputeId}` })
    return { kind: 'accepted', dispute: disputeFacts(closed) }
  } catch (cause) {
    return failureOf(cause)
  }
}

function disputeFacts(dispute: Stripe.Dispute): StripeDispute {
  const { due_by: dueBySeconds, submission_count: submissions } = dispute.evidence_details
  return {
    disputeId: dispute.id,
    chargeId: idOf(dispute.charge) ?? '',
    paymentIntent: idOf(dispute.payment_intent),
    amountCents: dispute.amount,
    status: statusOf(dispute.status),
    reason: dispute.reason,
    dueBy: dueBySeconds === null ? null : at(dueBySeconds),
    isChargeRefundable: dispute.is_charge_refundable,
    submissions,
    createdAt: at(dispute.created),
    lines: dispute.balance_transactions.map(lineFacts).sort((one, other) => one.createdAt.getTime() - other.createdAt.getTime()),
  }
}

function lineFacts({
  id,
  reporting_category: category,
  amount: amountCents,
  fee: feeCents,
  created,
}: Stripe.BalanceTransaction): StripeDisputeLine {
  return { balanceTransactionId: id, category, amountCents, feeCents, createdAt: at(created) }
}

function statusOf(status: string): StripeDisputeStatus {
  const known: readonly StripeDisputeStatus[] = [
    ...(['warning_needs_response', 'warning_under_review', 'warning_closed', 'needs_response', 'under_review'] as const),
    ...(['appeal_needs_response', 'appeal_under_review', 'won', 'lost', 'prevented'] as const),
  ]
  return known.find((word) => word === status) ?? 'unknown'
}

const at = (seconds: number) => new Date(seconds * 1000)
