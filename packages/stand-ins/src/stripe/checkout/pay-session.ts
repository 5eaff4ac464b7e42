// The story of one payment on the hosted page: an intent, perhaps a refusal or an authentication, then charge, intent and session agree.
import type { Stripe } from 'stripe'
import { newId } from '../ids.ts'
import { writeChargeLine } from '../resources/balance-transactions.ts'
import { newCharge, type Payer } from '../resources/charges.ts'
import { newCustomer } from '../resources/customers.ts'
import { newPaymentIntent } from '../resources/payment-intents.ts'
import type { StripeWorld } from '../stripe-world.ts'
import { cardAvailableAtOnce, type TestCard } from './test-cards.ts'

type Session = Stripe.Checkout.Session
type Intent = Stripe.PaymentIntent

export type PaymentEnd = 'complete' | 'closed' | 'authentication needed' | { declined: string }

export type Attempt = { card: TestCard; email: string; authentication?: 'approved' | 'failed' }

export function paySession(session: Session, { card, email, authentication }: Attempt, world: StripeWorld): PaymentEnd {
  if (session.status !== 'open') return session.status === 'complete' ? 'complete' : 'closed'
  const intent = intentOf(session, world)
  const payer: Payer = { card, email, paymentMethod: newId('paymentMethod'), authenticated: authentication === 'approved' }
  intent.payment_method = payer.paymentMethod

  if (card.decline) return decline(intent, payer, card.decline.message, world)
  if (card.needsAuthentication && authentication === undefined) return askToAuthenticate(session, intent, world)
  if (authentication === 'failed') return failAuthentication(intent, world)

  complete(session, payer, world)
  if (world.faults.now.completion === 'async') process(session, intent, world)
  else settle(session, intent, payer, world)
  return 'complete'
}

/** A delayed payment's end: the money came, or it did not. */
export function settleLater(session: Session, outcome: 'succeeded' | 'failed', card: TestCard, world: StripeWorld): boolean {
  const intent = world.store.tables.paymentIntents.get(String(session.payment_intent))
  if (intent?.status !== 'processing') return false
  if (outcome === 'succeeded') {
    const payer: Payer = {
      card,
      email: session.customer_details?.email ?? '',
      paymentMethod: String(intent.payment_method),
      authenticated: false,
    }
    pay(session, intent, payer, world)
    world.webhooks.publish('checkout.session.async_payment_succeeded', session)
    return true
  }
  intent.status = 'requires_payment_method'
  intent.last_payment_error = { type: 'card_error', code: 'payment_intent_payment_attempt_failed', message: 'The delayed payment failed.' }
  world.webhooks.publish('payment_intent.payment_failed', intent)
  world.webhooks.publish('checkout.session.async_payment_failed', session)
  return true
}

/** Stripe makes the intent at the first attempt, and keeps it for the next. */
function intentOf(session: Session, { store, webhooks }: StripeWorld): Intent {
  const known = store.tables.paymentIntents.get(String(session.payment_intent))
  if (known) return known
  const intent = newPaymentIntent(session, store.tables.paymentIntentData.get(session.id) ?? {}, store.nowSeconds())
  store.tables.paymentIntents.set(intent.id, intent)
  session.payment_intent = intent.id
  webhooks.publish('payment_intent.created', intent)
  return intent
}

function decline(intent: Intent, payer: Payer, message: string, { store, webhooks }: StripeWorld): PaymentEnd {
  const charge = newCharge(intent, payer, store.nowSeconds())
  store.tables.charges.set(charge.id, charge)
  intent.status = 'requires_payment_method'
  intent.latest_charge = charge.id
  intent.last_payment_error = {
    type: 'card_error',
    code: payer.card.decline?.code ?? 'card_declined',
    decline_code: payer.card.decline?.declineCode ?? 'generic_decline',
    charge: charge.id,
    message,
  }
  webhooks.publish('charge.failed', charge)
  webhooks.publish('payment_intent.payment_failed', intent)
  return { declined: message }
}

function askToAuthenticate(session: Session, intent: Intent, { webhooks, publicUrl }: StripeWorld): PaymentEnd {
  intent.status = 'requires_action'
  intent.next_action = {
    type: 'redirect_to_url',
    redirect_to_url: { url: `${publicUrl}/c/pay/${session.id}/authenticate`, return_url: `${publicUrl}/c/pay/${session.id}` },
  }
  webhooks.publish('payment_intent.requires_action', intent)
  return 'authentication needed'
}

function failAuthentication(intent: Intent, { webhooks }: StripeWorld): PaymentEnd {
  const message = 'We could not authenticate your card. Try again, or use another card.'
  intent.status = 'requires_payment_method'
  intent.next_action = null
  intent.last_payment_error = { type: 'card_error', code: 'payment_intent_authentication_failure', message }
  webhooks.publish('payment_intent.payment_failed', intent)
  return { declined: message }
}

function complete(session: Session, { email }: Payer, { store }: StripeWorld): void {
  if (session.customer === null && session.customer_creation === 'always') {
    const customer = newCustomer({ email }, store.nowSeconds())
    store.tables.customers.set(customer.id, customer)
    session.customer = customer.id
  }
  session.status = 'complete'
  session.url = null
  session.customer_details = {
    address: null,
    business_name: null,
    email,
    individual_name: null,
    name: null,
    phone: null,
    tax_exempt: 'none',
    tax_ids: [],
  }
  store.changed()
}

/** Complete, not yet paid: a bank transfer on its way. */
function process(session: Session, intent: Intent, { webhooks }: StripeWorld): void {
  intent.status = 'processing'
  webhooks.publish('payment_intent.processing', intent)
  webhooks.publish('checkout.session.completed', session)
}

function settle(session: Session, intent: Intent, payer: Payer, world: StripeWorld): void {
  pay(session, intent, payer, world)
  world.webhooks.publish('checkout.session.completed', session)
}

/** Everything says paid before the first event leaves, as whoever hears of it may look at once. */
function pay(session: Session, intent: Intent, payer: Payer, world: StripeWorld): void {
  const { store, webhooks, faults, later } = world
  intent.customer = session.customer
  const charge = newCharge(intent, payer, store.nowSeconds())
  store.tables.charges.set(charge.id, charge)
  intent.status = 'succeeded'
  intent.amount_received = intent.amount
  intent.latest_charge = charge.id
  intent.last_payment_error = null
  intent.next_action = null
  session.payment_status = 'paid'
  webhooks.publish('charge.succeeded', charge)
  webhooks.publish('payment_intent.succeeded', intent)
  later(faults.now.balanceTransactionDelayMs, () => bookBalance(charge, world))
}

/** The balance transaction appears a moment after the charge: `charge.updated` says so. */
export function bookBalance(charge: Stripe.Charge, world: StripeWorld): void {
  if (charge.balance_transaction !== null || charge.status !== 'succeeded') return
  const isAvailableAtOnce = charge.payment_method_details?.card?.last4 === cardAvailableAtOnce.slice(-4)
  charge.balance_transaction = writeChargeLine(charge, world, { isAvailableAtOnce }).id
  world.webhooks.publish('charge.updated', charge, { previous: { balance_transaction: null } })
}
