// Charging a card while its owner is away: once per order, whatever became of the answer; and going on with it when they are back.
import Stripe from 'stripe'
import type { ConfirmOutcome, ConfirmRequest, SavedCardCharge, SavedCardOutcome } from './cards-gate.ts'
import { failureOf, type Unknown } from './outcome.ts'

/** A customer's newest payments, among which one of this order would be. */
const PAYMENTS_MAX = 100

export async function chargeSavedCard(stripe: Stripe, charge: SavedCardCharge): Promise<SavedCardOutcome> {
  try {
    const standing = await paymentOf(stripe, charge)
    if (standing) return outcomeOf(standing, charge)
    return outcomeOf(await take(stripe, charge), charge)
  } catch (cause) {
    return declineOf(cause) ?? failureOf(cause)
  }
}

type OfOrder = Pick<SavedCardCharge, 'orderId' | 'customerId'>

export async function lookForCharge(stripe: Stripe, charge: OfOrder): Promise<SavedCardOutcome | { kind: 'none' }> {
  try {
    const standing = await paymentOf(stripe, charge)
    return standing ? outcomeOf(standing) : { kind: 'none' }
  } catch (cause) {
    return failureOf(cause)
  }
}

/** Stripe forgets keys after a day, so it is asked first what there is. */
async function paymentOf(stripe: Stripe, { customerId, orderId }: OfOrder): Promise<Stripe.PaymentIntent | undefined> {
  const recent = await stripe.paymentIntents.list({ customer: customerId, limit: 100 }).autoPagingToArray({ limit: PAYMENTS_MAX })
  return recent.find(({ metadata }) => metadata.order === orderId)
}

function take(stripe: Stripe, charge: SavedCardCharge): Promise<Stripe.PaymentIntent> {
  const { orderId, customerId: customer, paymentMethodId: payment_method, amountCents: amount, description, returnUrl } = charge
  return stripe.paymentIntents.create(
    {
      ...{ amount, currency: 'usd', customer, payment_method, description, metadata: { order: orderId } },
      ...{ off_session: true, confirm: true, return_url: returnUrl, allowed_payment_method_types: ['card'] },
    },
    // Whoever follows orders repeats, after it has looked.
    { idempotencyKey: `auto-topup:${orderId}`, maxNetworkRetries: 0 },
  )
}

function outcomeOf(payment: Stripe.PaymentIntent, { amountCents }: { amountCents?: number } = {}): SavedCardOutcome {
  const { id: paymentIntent, status, last_payment_error: failure, amount } = payment
  if (amountCents !== undefined && amount !== amountCents) {
    return { kind: 'unknown', cause: `payment ${paymentIntent} of this order has another amount` }
  }
  if (status === 'succeeded') return { kind: 'paid', paymentIntent }
  if (status === 'processing') return { kind: 'processing', paymentIntent }
  if (status === 'canceled') return { kind: 'refused', code: 'canceled', message: 'This payment was canceled.' }
  if (status === 'requires_action' || needsOwner(failure)) return { kind: 'authentication_required', paymentIntent }
  if (!failure) return { kind: 'unknown', cause: `payment ${paymentIntent} is ${status}` }
  return declined(failure, paymentIntent)
}

function declineOf(cause: unknown): SavedCardOutcome | undefined {
  if (!(cause instanceof Stripe.errors.StripeCardError)) return undefined
  const paymentIntent = cause.payment_intent?.id ?? null
  if (needsOwner(cause) && paymentIntent !== null) return { kind: 'authentication_required', paymentIntent }
  return declined(cause, paymentIntent)
}

type Failure = { code?: string | null; decline_code?: string | null; message?: string | null }

const needsOwner = (failure: Failure | null) =>
  failure?.code === 'authentication_required' || failure?.decline_code === 'authentication_required'

function declined({ code, decline_code, message }: Failure, paymentIntent: string | null): SavedCardOutcome {
  return {
    kind: 'declined',
    paymentIntent,
    code: code ?? 'card_declined',
    declineCode: decline_code ?? null,
    message: message ?? 'The card was declined.',
  }
}

export async function confirm(stripe: Stripe, { paymentIntent, paymentMethodId, returnUrl }: ConfirmRequest): Promise<ConfirmOutcome> {
  try {
    const known = await stripe.paymentIntents.retrieve(paymentIntent)
    const waiting = known.status === 'requires_payment_method' || known.status === 'requires_confirmation'
    const now = waiting
      ? await stripe.paymentIntents.confirm(paymentIntent, { payment_method: paymentMethodId, return_url: returnUrl })
      : known
    const url = now.next_action?.redirect_to_url?.url
    if (now.status === 'requires_action' && url) return { kind: 'authenticate', paymentIntent, url }
    return outcomeOf(now)
  } catch (cause) {
    return declineOf(cause) ?? failureOf(cause)
  }
}

export async function cancelPayment(
  stripe: Stripe,
  paymentIntent: string,
): Promise<{ kind: 'canceled' | 'paid' | 'processing' } | Unknown> {
  try {
    const { status } = await stripe.paymentIntents.retrieve(paymentIntent)
    if (status === 'canceled') return { kind: 'canceled' }
    if (status === 'succeeded') return { kind: 'paid' }
    if (status === 'processing') return { kind: 'processing' }
    await stripe.paymentIntents.cancel(paymentIntent, {}, { idempotencyKey: `cancel:${paymentIntent}` })
    return { kind: 'canceled' }
  } catch (cause) {
    const failure = failureOf(cause)
    return failure.kind === 'unknown' ? failure : { kind: 'unknown', cause: failure.message }
  }
}
