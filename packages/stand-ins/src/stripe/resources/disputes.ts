// Disputes: a cardholder asks for their money back. It leaves the balance at once, with a fee, and returns if the dispute is won.
// An inquiry only asks. What is lost may be appealed.
import type { Stripe } from 'stripe'
import { z } from 'zod'
import type { Api, ApiCall } from '../api.ts'
import type { Cause } from '../events/event-types.ts'
import { newId } from '../ids.ts'
import { listOf } from '../list.ts'
import { type DisputeState, log } from '../log.ts'
import { optionalMetadata } from '../metadata.ts'
import { bookBalance } from '../payments/book-balance.ts'
import { readParameters } from '../read-parameters.ts'
import { noSuch, StripeRefusal } from '../stripe-refusal.ts'
import type { StripeWorld } from '../stripe-world.ts'
import { writeLine } from './balance-transactions.ts'
import { paidChargeNamed } from './charges.ts'
import { evidenceParameters, noEvidence } from './dispute-evidence.ts'
import { settleWarnings } from './fraud-warnings.ts'
import { failRefund } from './refund-ends.ts'

type Dispute = Stripe.Dispute

const answerWithinSeconds = 7 * 24 * 60 * 60
const updateParameters = z.strictObject({
  evidence: evidenceParameters.optional(),
  metadata: optionalMetadata,
  submit: z
    .enum(['true', 'false'])
    .transform((text) => text === 'true')
    .optional(),
})

export function addDisputeRoutes(api: Api): void {
  api.get('/v1/disputes', ({ parameters, world }) =>
    listOf('/v1/disputes', world.store.tables.disputes.values(), parameters, {
      charge: ({ charge }) => charge,
      payment_intent: ({ payment_intent }) => payment_intent,
    }),
  )
  api.get('/v1/disputes/:id', ({ id, world }) => disputeNamed(id, world))
  api.post('/v1/disputes/:id', answer)
  api.post('/v1/disputes/:id/close', accept)
}

export function disputeNamed(id: string, { store }: StripeWorld): Dispute {
  const dispute = store.tables.disputes.get(id)
  if (dispute === undefined) throw noSuch('dispute', id)
  return dispute
}

export function disputesOf({ id }: Stripe.Charge, { store }: StripeWorld): Dispute[] {
  return [...store.tables.disputes.values()].filter(({ charge }) => charge === id)
}

export type DisputeOrder = {
  reason?: string | undefined
  /** Without one, what the payer has not got back. */
  amountCents?: number | undefined
  isInquiry?: boolean | undefined
}

/** `paymentId`: a charge or a payment intent. */
export function openDispute(
  paymentId: string,
  world: StripeWorld,
  { reason = 'fraudulent', amountCents, isInquiry = false }: DisputeOrder = {},
): Dispute {
  const { store, webhooks } = world
  const charge = paidChargeNamed(paymentId, world)
  const isOpen = disputesOf(charge, world).some(({ status }) => !isOver(status))
  if (isOpen) throw refused(409, `Charge ${charge.id} is disputed already.`)
  const left = disputable(charge, world, { isInquiry })
  const amount = amountCents ?? left
  if (amount > left || amount <= 0) throw refused(409, `Only ${left} cents of charge ${charge.id} can be disputed.`)
  bookBalance(charge, world)
  const dispute = newDispute(charge, { reason, amount, isInquiry }, store.nowSeconds())
  store.tables.disputes.set(dispute.id, dispute)
  charge.disputed = true
  if (!isInquiry) withdraw(dispute, world)
  note(dispute, isInquiry ? 'inquiry' : 'opened', world)
  webhooks.publish('charge.dispute.created', dispute)
  if (!isInquiry) webhooks.publish('charge.dispute.funds_withdrawn', dispute)
  settleWarnings(charge, world)
  if (!isInquiry) failWaitingRefunds(charge, world)
  return dispute
}

/** What the payer has not got back. A refund that still waits fails at a dispute, so it does not count then. */
function disputable(charge: Stripe.Charge, world: StripeWorld, { isInquiry }: { isInquiry: boolean }): number {
  const waiting = isInquiry ? 0 : waitingRefunds(charge, world).reduce((sum, { amount }) => sum + amount, 0)
  return charge.amount - charge.amount_refunded + waiting - lostOf(charge, world)
}

const waitingRefunds = (charge: Stripe.Charge, { store }: StripeWorld) =>
  [...store.tables.refunds.values()].filter((refund) => refund.charge === charge.id && refund.status === 'pending')

/** What was still to be given back is not given twice. */
function failWaitingRefunds(charge: Stripe.Charge, world: StripeWorld): void {
  for (const refund of waitingRefunds(charge, world)) failRefund(refund, 'charge_for_pending_refund_disputed', world)
}

const lostOf = (charge: Stripe.Charge, world: StripeWorld) =>
  disputesOf(charge, world).reduce((sum, { status, amount }) => sum + (status === 'lost' ? amount : 0), 0)

const isOver = (status: string) => ['won', 'lost', 'warning_closed', 'prevented'].includes(status)

export const disputeTurns = ['won', 'lost', 'closed', 'escalated', 'reopened', 'prevented'] as const
export type DisputeTurn = (typeof disputeTurns)[number]

/** What the cardholder's bank decides: an inquiry is `closed` or `escalated`, a dispute `won`, `lost` or `prevented`, a lost one `reopened` by an appeal. */
export function turnDispute(id: string, turn: DisputeTurn, world: StripeWorld): Dispute {
  const dispute = disputeNamed(id, world)
  const isInquiry = dispute.status.startsWith('warning_') && dispute.status !== 'warning_closed'
  const allowed = {
    won: undecided(dispute),
    lost: undecided(dispute),
    prevented: undecided(dispute) || isInquiry,
    closed: isInquiry,
    escalated: isInquiry,
    reopened: dispute.status === 'lost',
  }
  if (!allowed[turn]) throw refused(409, `This dispute is ${dispute.status}.`)
  if (turn === 'escalated') escalate(dispute, world)
  else if (turn === 'reopened') reopen(dispute, world)
  else if (turn === 'closed') end(dispute, 'warning_closed', 'inquiry-closed', world)
  else if (turn === 'lost') end(dispute, 'lost', 'lost', world)
  else giveBack(dispute, turn, world)
  return dispute
}

const undecided = ({ status }: Dispute) =>
  ['needs_response', 'under_review', 'appeal_needs_response', 'appeal_under_review'].includes(status)

function escalate(dispute: Dispute, world: StripeWorld): void {
  const previous = { status: dispute.status }
  dispute.status = 'needs_response'
  dispute.is_charge_refundable = false
  dispute.evidence_details.due_by = world.store.nowSeconds() + answerWithinSeconds
  const charge = paidChargeNamed(String(dispute.charge), world)
  // What was given back since the bank asked is not disputed any more.
  dispute.amount = Math.min(dispute.amount, disputable(charge, world, { isInquiry: false }))
  withdraw(dispute, world)
  note(dispute, 'opened', world)
  world.webhooks.publish('charge.dispute.updated', dispute, { previous })
  world.webhooks.publish('charge.dispute.funds_withdrawn', dispute)
  failWaitingRefunds(charge, world)
}

function reopen(dispute: Dispute, world: StripeWorld): void {
  dispute.status = 'appeal_needs_response'
  dispute.evidence_details.due_by = world.store.nowSeconds() + answerWithinSeconds
  note(dispute, 'reopened', world)
  world.webhooks.publish('charge.dispute.updated', dispute, { previous: { status: 'lost' } })
}

function giveBack(dispute: Dispute, turn: 'won' | 'prevented', world: StripeWorld): void {
  const { feeCents, isFeeReturned } = world.faults.now.disputes
  const wasTaken = dispute.balance_transactions.length === 1
  if (wasTaken)
    moveMoney(
      dispute,
      { amountCents: dispute.amount, feeCents: isFeeReturned ? -feeCents : 0, reportingCategory: 'dispute_reversal' },
      world,
    )
  end(dispute, turn, turn, world)
  if (wasTaken) world.webhooks.publish('charge.dispute.funds_reinstated', dispute)
}

function end(
  dispute: Dispute,
  status: 'won' | 'lost' | 'warning_closed' | 'prevented',
  state: DisputeState,
  world: StripeWorld,
  cause?: Cause,
): void {
  dispute.status = status
  note(dispute, state, world)
  world.webhooks.publish('charge.dispute.closed', dispute, { ...(cause && { cause }) })
}

/** A payment that was given back wholly leaves nothing to inquire about. */
export function closeInquiries(charge: Stripe.Charge, world: StripeWorld): void {
  for (const dispute of disputesOf(charge, world)) {
    if (dispute.status === 'warning_needs_response' || dispute.status === 'warning_under_review')
      end(dispute, 'warning_closed', 'inquiry-closed', world)
  }
}

/** After the deadline nobody may answer; the bank decides, mostly against who said nothing. */
export function tellPastDue({ store }: StripeWorld): void {
  for (const { status, evidence_details: details } of store.tables.disputes.values()) {
    if (status in underReview && details.due_by !== null) details.past_due = details.due_by <= store.nowSeconds()
  }
}

const underReview: Readonly<Record<string, Stripe.Dispute.Status>> = {
  needs_response: 'under_review',
  warning_needs_response: 'warning_under_review',
  appeal_needs_response: 'appeal_under_review',
}

function answer({ id, parameters, world, cause }: ApiCall): Dispute {
  const { evidence, metadata, submit = false } = readParameters(updateParameters, parameters)
  const dispute = disputeNamed(id, world)
  const after = underReview[dispute.status]
  const isTooLate = (dispute.evidence_details.due_by ?? 0) <= world.store.nowSeconds()
  if ((evidence || submit) && (after === undefined || isTooLate)) {
    throw refused(400, `This dispute's evidence can no longer be changed: it is ${isTooLate ? 'past due' : dispute.status}.`)
  }
  const previous = { status: dispute.status }
  dispute.metadata = { ...dispute.metadata, ...metadata }
  if (evidence) dispute.evidence = { ...dispute.evidence, ...evidence }
  dispute.evidence_details.has_evidence = Object.values(dispute.evidence).some((text) => typeof text === 'string' && text !== '')
  if (submit && after !== undefined) {
    dispute.status = after
    dispute.evidence_details.submission_count += 1
  }
  world.store.changed()
  world.webhooks.publish('charge.dispute.updated', dispute, { cause, previous })
  return dispute
}

function accept({ id, world, cause }: ApiCall): Dispute {
  const dispute = disputeNamed(id, world)
  if (isOver(dispute.status)) throw refused(400, 'This dispute is already closed.')
  if (dispute.status.startsWith('warning_')) end(dispute, 'warning_closed', 'inquiry-closed', world, cause)
  else end(dispute, 'lost', 'lost', world, cause)
  return dispute
}

function withdraw(dispute: Dispute, world: StripeWorld): void {
  const { feeCents } = world.faults.now.disputes
  moveMoney(dispute, { amountCents: -dispute.amount, feeCents, reportingCategory: 'dispute' }, world)
}

function moveMoney(dispute: Dispute, line: { amountCents: number; feeCents: number; reportingCategory: string }, world: StripeWorld): void {
  const description = line.amountCents < 0 ? `Chargeback withdrawal for ${dispute.charge}` : `Chargeback reversal for ${dispute.charge}`
  const atSeconds = world.store.nowSeconds()
  dispute.balance_transactions.push(
    writeLine({ ...line, account: null, type: 'adjustment', source: dispute.id, description, atSeconds }, world),
  )
}

/** The fee noted is that of the line that belongs to the state. */
function note(dispute: Dispute, state: DisputeState, { store }: StripeWorld): void {
  const { id: disputeId, amount: amountCents, reason, balance_transactions: lines } = dispute
  const line = state === 'opened' ? lines[0] : state === 'won' || state === 'prevented' ? lines[1] : undefined
  log(store, { kind: 'dispute', disputeId, chargeId: String(dispute.charge), amountCents, state, reason, feeCents: line?.fee ?? 0 })
}

const refused = (status: number, message: string) => new StripeRefusal(status, { type: 'invalid_request_error', message })

function newDispute(
  charge: Stripe.Charge,
  { reason, amount, isInquiry }: { reason: string; amount: number; isInquiry: boolean },
  createdSeconds: number,
): Dispute {
  return {
    id: newId('dispute'),
    object: 'dispute',
    amount,
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
    is_charge_refundable: isInquiry,
    livemode: false,
    metadata: {},
    payment_intent: charge.payment_intent,
    reason,
    status: isInquiry ? 'warning_needs_response' : 'needs_response',
  } satisfies Dispute
}
