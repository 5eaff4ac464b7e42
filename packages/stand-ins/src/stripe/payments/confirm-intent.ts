// A program pays: an intent is confirmed with a card, its owner there or away, and perhaps sent to their bank's page.
import type { Stripe } from 'stripe'
import type { Cause } from '../events/event-types.ts'
import type { Payer } from '../resources/charges.ts'
import { StripeRefusal } from '../stripe-refusal.ts'
import type { StripeWorld } from '../stripe-world.ts'
import { bankAnswer } from './bank-answer.ts'
import { cardOf, checkUsable, paymentMethodNamed, type StoredPaymentMethod } from './payment-methods.ts'
import { askToAuthenticate, declinePayment, failAuthentication, failDelayed, processPayment, takePayment } from './take-payment.ts'

type Intent = Stripe.PaymentIntent
type Confirmation = { paymentMethod: string | undefined; isAway: boolean; returnUrl: string | undefined; cause: Cause }

const confirmable: readonly string[] = ['requires_payment_method', 'requires_confirmation', 'requires_action']

export function confirmIntent(intent: Intent, { paymentMethod, isAway, returnUrl, cause }: Confirmation, world: StripeWorld): Intent {
  if (!confirmable.includes(intent.status)) throw unexpected(intent, 'confirmed')
  const named = paymentMethod ?? intent.payment_method
  if (named === null) {
    const message = `You cannot confirm this PaymentIntent because it's missing a payment method. To confirm the PaymentIntent with ${intent.customer ?? 'a customer'}, specify a payment method attached to this customer along with the customer ID.`
    throw new StripeRefusal(400, { type: 'invalid_request_error', code: 'payment_intent_unexpected_state', message })
  }
  const stored = paymentMethodNamed(String(named), world)
  checkUsable(stored)
  const { automatic_payment_methods: automatic } = intent
  if (returnUrl === undefined && automatic?.allow_redirects === 'always') throw returnUrlMissing()

  intent.payment_method = stored.method.id
  const payer = payerWith(stored)
  const answer = bankAnswer({ card: payer.card, isAway, mood: stored.mood }, world)
  if (answer.kind === 'declines') {
    const charge = declinePayment(intent, payer, answer, world, { cause })
    const { code, declineCode: decline_code, message } = answer.decline
    const shown = { payment_intent: structuredClone(intent), payment_method: stored.method, charge: charge.id }
    throw new StripeRefusal(402, { type: 'card_error', code, decline_code, message, ...shown })
  }
  if (answer.kind === 'authenticates') {
    askToAuthenticate(intent, { url: `${world.publicUrl}/3ds/${intent.id}`, return_url: returnUrl ?? world.publicUrl }, world)
    return intent
  }
  if (answer.kind === 'processes') processPayment(intent, world)
  else takePayment(intent, payer, world, { cause })
  return intent
}

/** On the bank's page. Answers where to go back to, as Stripe does: with what became of it. */
export function endAuthentication(intent: Intent, outcome: 'approved' | 'failed', world: StripeWorld): string {
  const returnUrl = intent.next_action?.redirect_to_url?.return_url
  if (intent.status !== 'requires_action' || !returnUrl) throw unexpected(intent, 'authenticated')
  const payer = { ...payerWith(paymentMethodNamed(String(intent.payment_method), world)), authenticated: outcome === 'approved' }
  const answer = bankAnswer({ card: payer.card, isAway: false, authentication: outcome }, world)
  if (answer.kind === 'pays') takePayment(intent, payer, world)
  else if (answer.kind === 'declines') declinePayment(intent, payer, answer, world)
  else failAuthentication(intent, world)
  const address = new URL(returnUrl)
  address.searchParams.set('payment_intent', intent.id)
  address.searchParams.set('payment_intent_client_secret', intent.client_secret ?? '')
  address.searchParams.set('redirect_status', intent.status === 'succeeded' ? 'succeeded' : 'failed')
  return address.href
}

/** A payment that was processing ends. */
export function endProcessing(intent: Intent, outcome: 'succeeded' | 'failed', world: StripeWorld): void {
  if (intent.status !== 'processing') throw unexpected(intent, 'settled')
  if (outcome === 'failed') failDelayed(intent, world)
  else takePayment(intent, payerWith(paymentMethodNamed(String(intent.payment_method), world)), world)
}

const payerWith = (stored: StoredPaymentMethod): Payer => ({
  card: cardOf(stored),
  paymentMethod: stored.method.id,
  email: stored.method.billing_details.email ?? '',
  authenticated: false,
})

function unexpected({ id, status }: Intent, deed: string): StripeRefusal {
  const message = `This PaymentIntent (${id}) could not be ${deed} because it has a status of ${status}.`
  return new StripeRefusal(400, { type: 'invalid_request_error', code: 'payment_intent_unexpected_state', message })
}

function returnUrlMissing(): StripeRefusal {
  const message =
    'This PaymentIntent is configured to accept payment methods enabled in your Dashboard. Because some of these payment methods might redirect your customer off of your page, you must provide a `return_url`.'
  return new StripeRefusal(400, { type: 'invalid_request_error', message, param: 'return_url' }, { begun: false })
}
