// Payment intents: made by the hosted page or over the API, confirmed with a card, canceled, retrieved and listed.
import type { Stripe } from 'stripe'
import type { Api, ApiCall } from '../api.ts'
import { newId, randomText } from '../ids.ts'
import { listOf } from '../list.ts'
import { confirmIntent } from '../payments/confirm-intent.ts'
import { paymentMethodNamed } from '../payments/payment-methods.ts'
import { readParameters } from '../read-parameters.ts'
import type { PaymentIntentData } from '../store.ts'
import { invalidParameter, noSuch, StripeRefusal } from '../stripe-refusal.ts'
import type { StripeWorld } from '../stripe-world.ts'
import { cancelParameters, confirmParameters, createParameters } from './payment-intent-parameters.ts'

type Intent = Stripe.PaymentIntent

export function addPaymentIntentRoutes(api: Api): void {
  api.get('/v1/payment_intents', ({ parameters, world }) =>
    listOf('/v1/payment_intents', world.store.tables.paymentIntents.values(), parameters, { customer: ({ customer }) => customer }),
  )
  api.post('/v1/payment_intents', create)
  api.get('/v1/payment_intents/:id', ({ id, world }) => intentNamed(id, world))
  api.post('/v1/payment_intents/:id/confirm', ({ id, parameters, world, cause }) => {
    const { payment_method, off_session = false, return_url, setup_future_usage } = readParameters(confirmParameters, parameters)
    const intent = intentNamed(id, world)
    if (setup_future_usage !== undefined) intent.setup_future_usage = setup_future_usage
    return confirmIntent(intent, { paymentMethod: payment_method, isAway: off_session, returnUrl: return_url, cause }, world)
  })
  api.post('/v1/payment_intents/:id/cancel', cancel)
}

export function intentNamed(id: string, { store }: StripeWorld): Intent {
  const intent = store.tables.paymentIntents.get(id)
  if (intent === undefined) throw noSuch('payment_intent', id, 'intent')
  return intent
}

function create({ parameters, world, cause }: ApiCall): Intent {
  const asked = readParameters(createParameters, parameters)
  const { store, webhooks } = world
  if (asked.currency.toLowerCase() !== 'usd') throw invalidParameter('The stand-in takes US dollars only.', 'currency')
  if (asked.amount < 50) {
    throw new StripeRefusal(400, {
      ...{ type: 'invalid_request_error', code: 'amount_too_small', param: 'amount' },
      message: 'Amount must be at least $0.50 usd',
    })
  }
  if (asked.off_session && !asked.confirm) throw invalidParameter('You cannot provide `off_session` without `confirm=true`.', 'off_session')
  if (asked.customer !== undefined && !store.tables.customers.has(asked.customer)) throw noSuch('customer', asked.customer, 'customer')
  checkOwner(asked, world)
  const intent = newPaymentIntent(
    {
      ...asked,
      amountCents: asked.amount,
      currency: 'usd',
      customer: asked.customer ?? null,
      allowRedirects: asked.automatic_payment_methods?.allow_redirects ?? 'always',
    },
    store.nowSeconds(),
  )
  store.tables.paymentIntents.set(intent.id, intent)
  store.changed()
  webhooks.publish('payment_intent.created', intent, { cause })
  if (!asked.confirm) return intent
  return confirmIntent(
    intent,
    { paymentMethod: asked.payment_method, isAway: asked.off_session ?? false, returnUrl: asked.return_url, cause },
    world,
  )
}

/** A card that is saved can be charged for its customer only. */
function checkOwner(
  { payment_method: id, customer }: { payment_method?: string | undefined; customer?: string | undefined },
  world: StripeWorld,
) {
  const owner = id === undefined ? null : paymentMethodNamed(id, world).method.customer
  if (owner === null || owner === customer) return
  const message = `The provided PaymentMethod (${id}) belongs to the Customer ${owner}. Please include the Customer in the \`customer\` parameter.`
  throw new StripeRefusal(400, { type: 'invalid_request_error', code: 'payment_method_unexpected_state', message, param: 'payment_method' })
}

function cancel({ id, parameters, world, cause }: ApiCall): Intent {
  const { cancellation_reason = null } = readParameters(cancelParameters, parameters)
  const intent = intentNamed(id, world)
  if (intent.status === 'succeeded' || intent.status === 'canceled' || intent.status === 'processing') {
    const message = `You cannot cancel this PaymentIntent because it has a status of ${intent.status}. Only a PaymentIntent with one of the following statuses may be canceled: requires_payment_method, requires_capture, requires_confirmation, requires_action.`
    throw new StripeRefusal(400, { type: 'invalid_request_error', code: 'payment_intent_unexpected_state', message })
  }
  cancelIntent(intent, cancellation_reason, world)
  world.webhooks.publish('payment_intent.canceled', intent, { cause })
  return intent
}

export function cancelIntent(intent: Intent, reason: string | null, { store }: StripeWorld): void {
  intent.status = 'canceled'
  intent.canceled_at = store.nowSeconds()
  intent.cancellation_reason = reason
  intent.next_action = null
  store.changed()
}

export function intentOfSession(session: Stripe.Checkout.Session, data: PaymentIntentData, createdSeconds: number): Intent {
  const { amount_total: amountCents, currency, customer } = session
  return newPaymentIntent(
    { ...data, amountCents: amountCents ?? 0, currency: currency ?? 'usd', customer, allowRedirects: 'always' },
    createdSeconds,
  )
}

type IntentRequest = PaymentIntentData & {
  amountCents: number
  currency: string
  customer: Intent['customer']
  allowRedirects: 'always' | 'never'
  allowed_payment_method_types?: string[] | undefined
}

function newPaymentIntent(asked: IntentRequest, createdSeconds: number): Intent {
  const id = newId('paymentIntent')
  return {
    id,
    object: 'payment_intent',
    allowed_payment_method_types: asked.allowed_payment_method_types ?? null,
    amount: asked.amountCents,
    amount_capturable: 0,
    amount_received: 0,
    application: null,
    application_fee_amount: null,
    automatic_payment_methods: { allow_redirects: asked.allowRedirects, enabled: true },
    canceled_at: null,
    cancellation_reason: null,
    capture_method: 'automatic_async',
    client_secret: `${id}_secret_${randomText(24)}`,
    confirmation_method: 'automatic',
    created: createdSeconds,
    currency: asked.currency,
    customer: asked.customer,
    customer_account: null,
    description: asked.description ?? null,
    excluded_payment_method_types: null,
    last_payment_error: null,
    latest_charge: null,
    livemode: false,
    managed_payments: null,
    metadata: asked.metadata ?? {},
    next_action: null,
    on_behalf_of: null,
    payment_method: null,
    payment_method_configuration_details: null,
    payment_method_options: {},
    payment_method_types: ['card'],
    payment_record: null,
    processing: null,
    receipt_email: asked.receipt_email ?? null,
    review: null,
    setup_future_usage: asked.setup_future_usage ?? null,
    shipping: null,
    source: null,
    statement_descriptor: null,
    statement_descriptor_suffix: asked.statement_descriptor_suffix ?? null,
    status: 'requires_payment_method',
    transfer_data: null,
    transfer_group: asked.transfer_group ?? null,
  } satisfies Intent
}
