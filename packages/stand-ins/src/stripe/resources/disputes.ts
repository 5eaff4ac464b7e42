// Disputes: a cardholder asks for the money back. It leaves the balance at once, with a fee, and returns if the dispute is won.
import type { Stripe } from 'stripe'
import type { Api } from '../api.ts'
import { newId } from '../ids.ts'
import { listOf } from '../list.ts'
import { log } from '../log.ts'
import { noSuch, StripeRefusal } from '../stripe-refusal.ts'
import type { StripeWorld } from '../stripe-world.ts'
import { writeLine } from './balance-transactions.ts'

const feeCents = 1_500
const answerWithinSeconds = 7 * 24 * 60 * 60

export function addDisputeRoutes(api: Api): void {
  api.get('/v1/disputes', ({ parameters, world }) =>
    listOf('/v1/disputes', world.store.tables.disputes.values(), parameters, {
      charge: ({ charge }) => charge,
      payment_intent: ({ payment_intent }) => payment_intent,
    }),
  )
  api.get('/v1/disputes/:id', ({ id, world }) => disputeNamed(id, world))
}

function disputeNamed(id: string, { store }: StripeWorld): Stripe.Dispute {
  const dispute = store.tables.disputes.get(id)
  if (dispute === undefined) throw noSuch('dispute', id)
  return dispute
}

/** A charge is disputed, or the charge of a payment intent. */
export function openDispute(paymentId: string, world: StripeWorld, reason = 'fraudulent'): Stripe.Dispute {
  const { store, webhooks } = world
  const { charges, paymentIntents, disputes } = store.tables
  const charge = charges.get(paymentId) ?? charges.get(String(paymentIntents.get(paymentId)?.latest_charge))
  if (charge === undefined) throw noSuch('charge', paymentId)
  if (charge.disputed) throw new StripeRefusal(409, { type: 'invalid_request_error', message: `Charge ${charge.id} is disputed already.` })
  const dispute = newDispute(charge, reason, store.nowSeconds())
  disputes.set(dispute.id, dispute)
  charge.disputed = true
  moveMoney(dispute, { amountCents: -dispute.amount, feeCents, reportingCategory: 'dispute' }, world)
  log(store, { kind: 'dispute', disputeId: dispute.id, chargeId: charge.id, amountCents: dispute.amount, state: 'opened' })
  webhooks.publish('charge.dispute.created', dispute)
  webhooks.publish('charge.dispute.funds_withdrawn', dispute)
  return dispute
}

export function closeDispute(id: string, outcome: 'won' | 'lost', world: StripeWorld): Stripe.Dispute {
  const { store, webhooks } = world
  const dispute = disputeNamed(id, world)
  if (dispute.status !== 'needs_response') {
    throw new StripeRefusal(409, { type: 'invalid_request_error', message: `This dispute is ${dispute.status}.` })
  }
  dispute.status = outcome
  if (outcome === 'won') moveMoney(dispute, { amountCents: dispute.amount, feeCents: 0, reportingCategory: 'dispute_reversal' }, world)
  const [chargeId, amountCents] = [String(dispute.charge), dispute.amount]
  log(store, { kind: 'dispute', disputeId: id, chargeId, amountCents, state: outcome })
  webhooks.publish('charge.dispute.closed', dispute)
  if (outcome === 'won') webhooks.publish('charge.dispute.funds_reinstated', dispute)
  return dispute
}

function moveMoney(
  dispute: Stripe.Dispute,
  line: { amountCents: number; feeCents: number; reportingCategory: string },
  world: StripeWorld,
): void {
  const description = line.amountCents < 0 ? `Chargeback withdrawal for ${dispute.charge}` : `Chargeback reversal for ${dispute.charge}`
  const atSeconds = world.store.nowSeconds()
  dispute.balance_transactions.push(
    writeLine({ ...line, account: null, type: 'adjustment', source: dispute.id, description, atSeconds }, world),
  )
}

function newDispute(charge: Stripe.Charge, reason: string, createdSeconds: number): Stripe.Dispute {
  return {
    id: newId('dispute'),
    object: 'dispute',
    amount: charge.amount,
    balance_transactions: [],
    charge: charge.id,
    created: createdSeconds,
    currency: charge.currency,
    enhanced_eligibility_types: [],
    evidence: noEvidence,
    evidence_details: {
      due_by: createdSeconds + answerWithinSeconds,
      enhanced_eligibility: {},
      has_evidence: false,
      past_due: false,
      submission_count: 0,
      submission_method: 'manual',
    },
    intended_submission_method: null,
    is_charge_refundable: false,
    livemode: false,
    metadata: {},
    payment_intent: charge.payment_intent,
    reason,
    status: 'needs_response',
  } satisfies Stripe.Dispute
}

const noEvidence: Stripe.Dispute.Evidence = {
  access_activity_log: null,
  billing_address: null,
  cancellation_policy: null,
  cancellation_policy_disclosure: null,
  cancellation_rebuttal: null,
  customer_communication: null,
  customer_email_address: null,
  customer_name: null,
  customer_purchase_ip: null,
  customer_signature: null,
  duplicate_charge_documentation: null,
  duplicate_charge_explanation: null,
  duplicate_charge_id: null,
  enhanced_evidence: {},
  product_description: null,
  receipt: null,
  refund_policy: null,
  refund_policy_disclosure: null,
  refund_refusal_explanation: null,
  service_date: null,
  service_documentation: null,
  shipping_address: null,
  shipping_carrier: null,
  shipping_date: null,
  shipping_documentation: null,
  shipping_tracking_number: null,
  uncategorized_file: null,
  uncategorized_text: null,
}
