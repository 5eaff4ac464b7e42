// Refunds: money given back to who paid, over the API or from the Dashboard; wholly or in part, at once, later, or not after all.
import type { Stripe } from 'stripe'
import { z } from 'zod'
import type { Api, ApiCall } from '../api.ts'
import { showAmount } from '../checkout/show-amount.ts'
import type { Cause } from '../events/event-types.ts'
import { newId } from '../ids.ts'
import { integer, listOf } from '../list.ts'
import { log } from '../log.ts'
import { optionalMetadata } from '../metadata.ts'
import { bookBalance, cardPaying } from '../payments/book-balance.ts'
import { readParameters } from '../read-parameters.ts'
import { invalidParameter, noSuch, StripeRefusal } from '../stripe-refusal.ts'
import type { StripeWorld } from '../stripe-world.ts'
import { paidChargeNamed } from './charges.ts'
import { closeInquiries, disputesOf } from './disputes.ts'
import { settleWarnings } from './fraud-warnings.ts'
import { failRefund, hasEnough, noteRefund, sendRefund } from './refund-ends.ts'

const createParameters = z.strictObject({
  payment_intent: z.string().optional(),
  charge: z.string().optional(),
  amount: integer.pipe(z.int().min(1, 'Invalid positive integer')).optional(),
  reason: z.enum(['duplicate', 'fraudulent', 'requested_by_customer']).optional(),
  metadata: optionalMetadata,
  instructions_email: z.string().optional(),
})
const updateParameters = z.strictObject({ metadata: optionalMetadata })

export function addRefundRoutes(api: Api): void {
  api.post('/v1/refunds', create)
  api.get('/v1/refunds', ({ parameters, world }) =>
    listOf('/v1/refunds', world.store.tables.refunds.values(), parameters, {
      charge: ({ charge }) => charge,
      payment_intent: ({ payment_intent }) => payment_intent,
    }),
  )
  api.get('/v1/refunds/:id', ({ id, world }) => refundNamed(id, world))
  api.post('/v1/refunds/:id', ({ id, parameters, world, cause }) => {
    const { metadata } = readParameters(updateParameters, parameters)
    const refund = refundNamed(id, world)
    refund.metadata = { ...refund.metadata, ...metadata }
    world.webhooks.publish('refund.updated', refund, { cause })
    return refund
  })
  api.post('/v1/refunds/:id/cancel', ({ id, world }) => {
    const { status } = refundNamed(id, world)
    throw refused(`This refund cannot be canceled because it has a status of ${status}.`)
  })
}

export function refundNamed(id: string, { store }: StripeWorld): Stripe.Refund {
  const refund = store.tables.refunds.get(id)
  if (refund === undefined) throw noSuch('refund', id)
  return refund
}

function create({ parameters, world, cause }: ApiCall): Stripe.Refund {
  const { payment_intent, charge, amount, reason, metadata } = readParameters(createParameters, parameters)
  const paymentId = charge ?? payment_intent
  if (paymentId === undefined)
    throw invalidParameter('One of the following params should be provided for this request: payment_intent or charge.')
  return refundPayment(paymentId, { amountCents: amount, reason, metadata, cause }, world)
}

export type RefundOrder = {
  /** Without one, all that is left. */
  amountCents?: number | undefined
  reason?: 'duplicate' | 'fraudulent' | 'requested_by_customer' | undefined
  metadata?: Record<string, string> | undefined
  cause?: Cause
}

/** `paymentId`: a charge or a payment intent. Without `metadata` it looks as one made in the Dashboard. */
export function refundPayment(
  paymentId: string,
  { amountCents, reason, metadata = {}, cause }: RefundOrder,
  world: StripeWorld,
): Stripe.Refund {
  const { store, webhooks } = world
  const charge = paidChargeNamed(paymentId, world)
  const amount = amountCents ?? charge.amount - charge.amount_refunded
  checkRefundable(charge, { amountCents: amount, metadata }, world)
  bookBalance(charge, world)
  const { refund: ending } = cardPaying(charge, world) ?? {}
  const refund = newRefund(charge, { amount, reason: reason ?? null, metadata }, store.nowSeconds())
  store.tables.refunds.set(refund.id, refund)
  if (!hasEnough(refund, world)) pend(refund, 'insufficient_funds', world)
  else {
    sendRefund(refund, world)
    if (ending === 'succeeds later') pend(refund, 'processing', world)
    else noteRefund(refund, 'succeeded', world)
  }
  const previous = {
    amount_refunded: charge.amount_refunded,
    ...(amount === charge.amount - charge.amount_refunded && { refunded: false }),
  }
  charge.amount_refunded += amount
  charge.refunded = charge.amount_refunded === charge.amount
  store.changed()
  webhooks.publish('refund.created', refund, { ...(cause && { cause }) })
  webhooks.publish('charge.refunded', charge, { previous, ...(cause && { cause }) })
  if (charge.refunded) {
    settleWarnings(charge, world)
    closeInquiries(charge, world)
  }
  if (ending === 'fails later')
    world.later(world.faults.now.balanceTransactionDelayMs, () => failRefund(refund, 'expired_or_canceled_card', world))
  if (ending === 'succeeds later') world.later(world.faults.now.balanceTransactionDelayMs, () => succeed(refund, world))
  return refund
}

function pend(refund: Stripe.Refund, reason: 'insufficient_funds' | 'processing', world: StripeWorld): void {
  refund.status = 'pending'
  refund.pending_reason = reason
  noteRefund(refund, 'pending', world)
}

function succeed(refund: Stripe.Refund, world: StripeWorld): void {
  if (refund.status !== 'pending') return
  if (refund.balance_transaction === null) sendRefund(refund, world)
  refund.status = 'succeeded'
  delete refund.pending_reason
  noteRefund(refund, 'succeeded', world)
  for (const type of ['refund.updated', 'charge.refund.updated']) world.webhooks.publish(type, refund, { previous: { status: 'pending' } })
}

/** What waited for money leaves as soon as there is enough. */
export function sendWaitingRefunds(world: StripeWorld): void {
  for (const refund of world.store.tables.refunds.values()) {
    if (refund.status === 'pending' && refund.pending_reason === 'insufficient_funds' && hasEnough(refund, world)) succeed(refund, world)
  }
}

/** By the hand of a test: how a refund ends. `failed` may follow `succeeded`, days later. */
export function endRefund(
  id: string,
  outcome: 'succeeded' | 'failed',
  world: StripeWorld,
  failureReason = 'expired_or_canceled_card',
): Stripe.Refund {
  const refund = refundNamed(id, world)
  if (refund.status === 'failed' || refund.status === outcome) throw refused(`This refund is ${refund.status}.`)
  if (outcome === 'failed') failRefund(refund, failureReason, world)
  else succeed(refund, world)
  return refund
}

type Asked = { amountCents: number; metadata: Record<string, string> }

function checkRefundable(charge: Stripe.Charge, asked: Asked, world: StripeWorld): void {
  const refusal = refusalOf(charge, asked, world)
  if (refusal === undefined) return
  log(world.store, { kind: 'refund-refused', chargeId: charge.id, ...asked, code: refusal.body.code ?? 'refused' })
  throw refusal
}

function refusalOf(charge: Stripe.Charge, { amountCents }: Asked, world: StripeWorld): StripeRefusal | undefined {
  if (charge.refunded) return refused(`Charge ${charge.id} has already been refunded.`, 'charge_already_refunded')
  const standing = disputesOf(charge, world).some(({ is_charge_refundable, status }) => !is_charge_refundable && status !== 'won')
  if (standing) return refused(`Charge ${charge.id} has been charged back; cannot issue a refund.`, 'charge_disputed')
  const left = charge.amount - charge.amount_refunded
  if (amountCents <= left) return undefined
  const [asked, open] = [showAmount(amountCents, charge.currency), showAmount(left, charge.currency)]
  return refused(`Refund amount (${asked}) is greater than unrefunded amount on charge (${open})`, undefined, 'amount')
}

const refused = (message: string, code?: string, param?: string) =>
  new StripeRefusal(400, { type: 'invalid_request_error', message, ...(code && { code }), ...(param && { param }) })

function newRefund(
  charge: Stripe.Charge,
  { amount, reason, metadata }: { amount: number; reason: Stripe.Refund.Reason | null; metadata: Record<string, string> },
  createdSeconds: number,
): Stripe.Refund {
  return {
    id: newId('refund'),
    object: 'refund',
    amount,
    balance_transaction: null,
    charge: charge.id,
    created: createdSeconds,
    currency: charge.currency,
    customer: charge.customer,
    customer_account: null,
    destination_details: {
      type: 'card',
      card: { reference_status: 'pending', reference_type: 'acquirer_reference_number', type: 'refund' },
    },
    metadata,
    payment_intent: charge.payment_intent,
    payment_method: charge.payment_method,
    reason,
    receipt_number: null,
    source_transfer_reversal: null,
    status: 'succeeded',
    transfer_reversal: null,
  } satisfies Stripe.Refund
}
