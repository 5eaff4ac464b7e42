// The story of one payment on the hosted page: an intent, perhaps a refusal or an authentication, then charge, intent and session agree.
import type { Stripe } from 'stripe'
import { bankAnswer } from '../payments/bank-answer.ts'
import { newPaymentMethod } from '../payments/payment-methods.ts'
import {
  askToAuthenticate,
  declinePayment,
  failAuthentication,
  failDelayed,
  notAuthenticated,
  processPayment,
  takePayment,
} from '../payments/take-payment.ts'
import type { Payer } from '../resources/charges.ts'
import { newCustomer } from '../resources/customers.ts'
import { intentOfSession } from '../resources/payment-intents.ts'
import type { StripeWorld } from '../stripe-world.ts'
import type { TestCard } from './test-cards.ts'

type Session = Stripe.Checkout.Session
type Intent = Stripe.PaymentIntent

export type PaymentEnd = 'complete' | 'closed' | 'authentication needed' | { declined: string }

/** `isDelayed`: the money comes later, or never (a bank debit). */
export type Attempt = { card: TestCard; email: string; authentication?: 'approved' | 'failed'; isDelayed?: boolean }

export function paySession(session: Session, { card, email, authentication, isDelayed }: Attempt, world: StripeWorld): PaymentEnd {
  if (session.status !== 'open') return session.status === 'complete' ? 'complete' : 'closed'
  const intent = intentOf(session, world)
  const { method } = newPaymentMethod(card, email, world)
  const payer: Payer = { card, email, paymentMethod: method.id, authenticated: authentication === 'approved' }
  intent.payment_method = payer.paymentMethod

  const answer = bankAnswer({ card, isAway: false, authentication }, world)
  if (answer.kind === 'declines') {
    declinePayment(intent, payer, answer, world)
    return { declined: answer.decline.message }
  }
  if (answer.kind === 'authenticates') {
    const page = `${world.publicUrl}/c/pay/${session.id}`
    askToAuthenticate(intent, { url: `${page}/authenticate`, return_url: page }, world)
    return 'authentication needed'
  }
  if (answer.kind === 'authentication failed') {
    failAuthentication(intent, world)
    return { declined: notAuthenticated }
  }

  complete(session, intent, payer, world)
  if (isDelayed || world.faults.now.completion === 'async') processPayment(intent, world)
  else pay(session, intent, payer, world)
  world.webhooks.publish('checkout.session.completed', session)
  return 'complete'
}

/** A delayed payment's end: the money came, or it did not. */
export function settleLater(session: Session, outcome: 'succeeded' | 'failed', card: TestCard, world: StripeWorld): boolean {
  const intent = world.store.tables.paymentIntents.get(String(session.payment_intent))
  if (intent?.status !== 'processing') return false
  if (outcome === 'succeeded') {
    const email = session.customer_details?.email ?? ''
    pay(session, intent, { card, email, paymentMethod: String(intent.payment_method), authenticated: false }, world)
    world.webhooks.publish('checkout.session.async_payment_succeeded', session)
    return true
  }
  failDelayed(intent, world)
  world.webhooks.publish('checkout.session.async_payment_failed', session)
  return true
}

function pay(session: Session, intent: Intent, payer: Payer, world: StripeWorld): void {
  session.payment_status = 'paid'
  takePayment(intent, payer, world)
}

/** Stripe makes the intent at the first attempt, and keeps it for the next. */
function intentOf(session: Session, { store, webhooks }: StripeWorld): Intent {
  const known = store.tables.paymentIntents.get(String(session.payment_intent))
  if (known) return known
  const intent = intentOfSession(session, store.tables.paymentIntentData.get(session.id) ?? {}, store.nowSeconds())
  store.tables.paymentIntents.set(intent.id, intent)
  session.payment_intent = intent.id
  webhooks.publish('payment_intent.created', intent)
  return intent
}

function complete(session: Session, intent: Intent, { email }: Payer, { store }: StripeWorld): void {
  // A card is kept with somebody: where the shop named nobody, Stripe makes a customer.
  const needsCustomer = session.customer_creation === 'always' || intent.setup_future_usage !== null
  if (session.customer === null && needsCustomer) {
    const customer = newCustomer({ email }, store.nowSeconds())
    store.tables.customers.set(customer.id, customer)
    session.customer = customer.id
  }
  intent.customer = session.customer
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
