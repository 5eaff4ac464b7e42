// The ends of one try to pay, as intent, charge and events show them. The hosted page and the API come here alike.
import type { Stripe } from 'stripe'
import type { Decline, TestCard } from '../checkout/test-cards.ts'
import type { Cause } from '../events/event-types.ts'
import { newCharge, type Payer } from '../resources/charges.ts'
import { openDispute } from '../resources/disputes.ts'
import { warnOfFraud } from '../resources/fraud-warnings.ts'
import type { StripeWorld } from '../stripe-world.ts'
import { bookBalance } from './book-balance.ts'

type Intent = Stripe.PaymentIntent
type Circumstances = { cause?: Cause }

export function declinePayment(
  intent: Intent,
  payer: Payer,
  { decline, blocked }: { decline: Decline; blocked: boolean },
  { store, webhooks }: StripeWorld,
  { cause }: Circumstances = {},
): Stripe.Charge {
  const charge = newCharge(intent, { ...payer, decline, blocked }, store.nowSeconds())
  store.tables.charges.set(charge.id, charge)
  intent.status = 'requires_payment_method'
  intent.latest_charge = charge.id
  intent.next_action = null
  // Stripe takes the card off, so that the next try names one.
  intent.payment_method = null
  const method = store.tables.paymentMethods.get(payer.paymentMethod)?.method
  intent.last_payment_error = {
    type: 'card_error',
    code: decline.code,
    decline_code: decline.declineCode,
    charge: charge.id,
    message: decline.message,
    ...(method && { payment_method: method }),
  }
  store.changed()
  webhooks.publish('charge.failed', charge, { ...(cause && { cause }) })
  webhooks.publish('payment_intent.payment_failed', intent, { ...(cause && { cause }) })
  return charge
}

export function askToAuthenticate(intent: Intent, page: { url: string; return_url: string }, { webhooks }: StripeWorld): void {
  intent.status = 'requires_action'
  intent.next_action = { type: 'redirect_to_url', redirect_to_url: page }
  webhooks.publish('payment_intent.requires_action', intent)
}

export const notAuthenticated = 'We could not authenticate your card. Try again, or use another card.'

export function failAuthentication(intent: Intent, { webhooks }: StripeWorld): void {
  intent.status = 'requires_payment_method'
  intent.next_action = null
  intent.last_payment_error = { type: 'card_error', code: 'payment_intent_authentication_failure', message: notAuthenticated }
  webhooks.publish('payment_intent.payment_failed', intent)
}

export function processPayment(intent: Intent, { webhooks }: StripeWorld): void {
  intent.status = 'processing'
  intent.next_action = null
  intent.last_payment_error = null
  webhooks.publish('payment_intent.processing', intent)
}

/** The delayed money did not come. */
export function failDelayed(intent: Intent, { webhooks }: StripeWorld): void {
  intent.status = 'requires_payment_method'
  intent.last_payment_error = { type: 'card_error', code: 'payment_intent_payment_attempt_failed', message: 'The delayed payment failed.' }
  webhooks.publish('payment_intent.payment_failed', intent)
}

/** Everything says paid before the first event leaves, as whoever hears of it may look at once. */
export function takePayment(intent: Intent, payer: Payer, world: StripeWorld, { cause }: Circumstances = {}): Stripe.Charge {
  const { store, webhooks, faults, later } = world
  const charge = newCharge(intent, payer, store.nowSeconds())
  store.tables.charges.set(charge.id, charge)
  intent.status = 'succeeded'
  intent.amount_received = intent.amount
  intent.latest_charge = charge.id
  intent.last_payment_error = null
  intent.next_action = null
  saveCard(intent, payer, world)
  store.changed()
  webhooks.publish('charge.succeeded', charge, { ...(cause && { cause }) })
  webhooks.publish('payment_intent.succeeded', intent, { ...(cause && { cause }) })
  later(faults.now.balanceTransactionDelayMs, () => bookBalance(charge, world))
  if (payer.card.afterwards !== undefined) later(faults.now.balanceTransactionDelayMs, () => happenAfterwards(charge, payer.card, world))
  return charge
}

/** Who agreed to it has their card kept with the customer. */
function saveCard(intent: Intent, payer: Payer, { store, webhooks }: StripeWorld): void {
  const stored = store.tables.paymentMethods.get(payer.paymentMethod)
  if (stored === undefined || stored.method.customer !== null) return
  stored.isSpent = true
  const { method } = stored
  if (intent.setup_future_usage === null || intent.customer === null) return
  method.customer = String(intent.customer)
  webhooks.publish('payment_method.attached', method)
}

function happenAfterwards(charge: Stripe.Charge, { afterwards }: TestCard, world: StripeWorld): void {
  bookBalance(charge, world)
  if (afterwards === 'warned of') warnOfFraud(charge.id, world)
  if (afterwards === 'disputed as fraud') openDispute(charge.id, world)
  if (afterwards === 'disputed as not received') openDispute(charge.id, world, { reason: 'product_not_received' })
  if (afterwards === 'inquired') openDispute(charge.id, world, { isInquiry: true })
}
