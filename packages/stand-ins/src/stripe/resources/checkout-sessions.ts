// Checkout sessions: create, retrieve, list, expire. Paying happens in `../checkout`.
import type { Stripe } from 'stripe'
import type { Api, ApiCall } from '../api.ts'
import { lineItemsOf } from '../expand.ts'
import { newId } from '../ids.ts'
import { listOf } from '../list.ts'
import { readParameters } from '../read-parameters.ts'
import { invalidParameter, noSuch, StripeRefusal } from '../stripe-refusal.ts'
import type { StripeWorld } from '../stripe-world.ts'
import { type LineItemParameters, type SessionParameters, sessionParameters } from './checkout-session-parameters.ts'
import { cancelIntent } from './payment-intents.ts'

const shortestLifeSeconds = 30 * 60
const longestLifeSeconds = 24 * 60 * 60
/** A clock that runs a little ahead of ours is forgiven. */
const graceSeconds = 60
const smallestCents = 50
const largestCents = 99_999_999

export function addCheckoutSessionRoutes(api: Api): void {
  api.post('/v1/checkout/sessions', create)
  api.get('/v1/checkout/sessions', ({ parameters, world }) => {
    expireOverdueSessions(world)
    return listOf('/v1/checkout/sessions', world.store.tables.sessions.values(), parameters, {
      customer: ({ customer }) => customer,
      payment_intent: ({ payment_intent }) => payment_intent,
      status: ({ status }) => status,
    })
  })
  api.get('/v1/checkout/sessions/:id', ({ id, world }) => sessionNamed(id, world))
  api.get('/v1/checkout/sessions/:id/line_items', ({ id, world }) => lineItemsOf(sessionNamed(id, world).id, world.store))
  api.post('/v1/checkout/sessions/:id/expire', expire)
}

export function sessionNamed(id: string, world: StripeWorld): Stripe.Checkout.Session {
  expireOverdueSessions(world)
  const session = world.store.tables.sessions.get(id)
  if (session === undefined) throw noSuch('checkout.session', id, 'session')
  return session
}

function create({ parameters, world }: ApiCall): Stripe.Checkout.Session {
  const asked = readParameters(sessionParameters, parameters)
  checkTogether(asked, world)
  const lineItems = (asked.line_items ?? []).map((item, index) => newLineItem(item, index, world.store.nowSeconds()))
  const amountCents = lineItems.reduce((sum, { amount_total }) => sum + amount_total, 0)
  if (amountCents < smallestCents || amountCents > largestCents) {
    const message = `The Checkout Session's total amount must be between $0.50 and $999,999.99. Yours is ${amountCents} cents.`
    throw new StripeRefusal(400, {
      type: 'invalid_request_error',
      code: amountCents < smallestCents ? 'amount_too_small' : 'amount_too_large',
      message,
    })
  }
  const session = newSession(asked, lineItems, amountCents, world)
  world.store.tables.sessions.set(session.id, session)
  world.store.tables.lineItems.set(session.id, lineItems)
  world.store.tables.paymentIntentData.set(session.id, asked.payment_intent_data ?? {})
  world.store.changed()
  return session
}

function checkTogether(asked: SessionParameters, { store }: StripeWorld): void {
  if (asked.mode !== 'payment') throw invalidParameter('The stand-in has mode payment only.', 'mode')
  if (asked.line_items === undefined) throw invalidParameter('Missing required param: line_items.', 'line_items', 'parameter_missing')
  if (asked.success_url === undefined) throw invalidParameter('Missing required param: success_url.', 'success_url', 'parameter_missing')
  if (asked.customer !== undefined && asked.customer_email !== undefined) {
    throw invalidParameter('You may only specify one of these parameters: customer, customer_email.')
  }
  if (asked.customer !== undefined && !store.tables.customers.has(asked.customer)) throw noSuch('customer', asked.customer, 'customer')
  if (asked.expires_at === undefined) return
  const life = asked.expires_at - store.nowSeconds()
  if (life < shortestLifeSeconds - graceSeconds || life > longestLifeSeconds + graceSeconds) {
    throw invalidParameter(
      'The `expires_at` timestamp must be between 30 minutes and 24 hours from Checkout Session creation.',
      'expires_at',
    )
  }
}

function newLineItem(
  { price, price_data, quantity = 1, metadata }: LineItemParameters,
  index: number,
  createdSeconds: number,
): Stripe.LineItem {
  if (price_data === undefined) throw noSuch('price', price ?? '', `line_items[${index}][price]`)
  if (price_data.product_data === undefined) throw noSuch('product', price_data.product ?? '', `line_items[${index}][price_data][product]`)
  const amount = price_data.unit_amount * quantity
  const currency = price_data.currency.toLowerCase()
  return {
    id: newId('lineItem'),
    object: 'item',
    adjustable_quantity: null,
    amount_discount: 0,
    amount_subtotal: amount,
    amount_tax: 0,
    amount_total: amount,
    currency,
    description: price_data.product_data.name,
    metadata: metadata ?? {},
    price: newPrice(currency, price_data.unit_amount, createdSeconds),
    quantity,
  }
}

function newPrice(currency: string, unitAmountCents: number, createdSeconds: number): Stripe.Price {
  return {
    id: newId('price'),
    object: 'price',
    active: false,
    billing_scheme: 'per_unit',
    created: createdSeconds,
    currency,
    custom_unit_amount: null,
    livemode: false,
    lookup_key: null,
    metadata: {},
    nickname: null,
    product: newId('product'),
    recurring: null,
    tax_behavior: 'unspecified',
    tiers_mode: null,
    transform_quantity: null,
    type: 'one_time',
    unit_amount: unitAmountCents,
    unit_amount_decimal: null,
  }
}

function newSession(
  asked: SessionParameters,
  lineItems: Stripe.LineItem[],
  amountCents: number,
  world: StripeWorld,
): Stripe.Checkout.Session {
  const id = newId('session')
  const nowSeconds = world.store.nowSeconds()
  return {
    ...nothingSpecial,
    id,
    object: 'checkout.session',
    allowed_payment_method_types: asked.allowed_payment_method_types ?? null,
    amount_subtotal: amountCents,
    amount_total: amountCents,
    cancel_url: asked.cancel_url ?? null,
    client_reference_id: asked.client_reference_id ?? null,
    created: nowSeconds,
    currency: lineItems[0]?.currency ?? 'usd',
    customer: asked.customer ?? null,
    customer_creation: asked.customer_creation ?? (asked.customer ? null : 'if_required'),
    customer_email: asked.customer_email ?? null,
    ...(asked.excluded_payment_method_types && { excluded_payment_method_types: asked.excluded_payment_method_types }),
    expires_at: asked.expires_at ?? nowSeconds + longestLifeSeconds,
    locale: asked.locale ?? null,
    metadata: asked.metadata ?? {},
    mode: 'payment',
    submit_type: asked.submit_type ?? null,
    success_url: asked.success_url ?? null,
    url: `${world.publicUrl}/c/pay/${id}`,
  } satisfies Stripe.Checkout.Session
}

const nothingSpecial = {
  adaptive_pricing: { enabled: false },
  after_expiration: null,
  allow_promotion_codes: null,
  automatic_tax: { enabled: false, liability: null, provider: null, status: null },
  billing_address_collection: null,
  client_secret: null,
  collected_information: null,
  consent: null,
  consent_collection: null,
  currency_conversion: null,
  custom_fields: [],
  custom_text: { after_submit: null, shipping_address: null, submit: null, terms_of_service_acceptance: null },
  customer_account: null,
  customer_details: null,
  discounts: [],
  integration_identifier: null,
  invoice: null,
  invoice_creation: null,
  livemode: false,
  managed_payments: null,
  origin_context: null,
  payment_intent: null,
  payment_link: null,
  payment_method_collection: 'if_required',
  payment_method_configuration_details: null,
  payment_method_options: {},
  payment_method_types: ['card'],
  payment_status: 'unpaid',
  permissions: null,
  phone_number_collection: { enabled: false },
  recovered_from: null,
  saved_payment_method_options: null,
  setup_intent: null,
  shipping_address_collection: null,
  shipping_cost: null,
  shipping_options: [],
  status: 'open',
  subscription: null,
  total_details: { amount_discount: 0, amount_shipping: 0, amount_tax: 0 },
  ui_mode: 'hosted_page',
  wallet_options: null,
} satisfies Partial<Stripe.Checkout.Session>

function expire({ id, world }: ApiCall): Stripe.Checkout.Session {
  return expireSession(id, world)
}

export function expireSession(id: string, world: StripeWorld): Stripe.Checkout.Session {
  const session = sessionNamed(id, world)
  if (session.status !== 'open') {
    const message = `Only Checkout Sessions with a status in ["open"] can be expired. This Checkout Session has a status of ${session.status}.`
    throw new StripeRefusal(400, { type: 'invalid_request_error', message })
  }
  return expired(session, world)
}

/** Somebody may be paying just then: on their bank's page, say. Their payment ends with the session. */
function expired(session: Stripe.Checkout.Session, world: StripeWorld): Stripe.Checkout.Session {
  const { store, webhooks } = world
  session.status = 'expired'
  session.url = null
  const intent = store.tables.paymentIntents.get(String(session.payment_intent))
  if (intent) {
    cancelIntent(intent, 'automatic', world)
    webhooks.publish('payment_intent.canceled', intent)
  }
  webhooks.publish('checkout.session.expired', session)
  return session
}

/** Called before every look at sessions, and by the clock once a second. */
export function expireOverdueSessions(world: StripeWorld): void {
  const nowSeconds = world.store.nowSeconds()
  for (const session of world.store.tables.sessions.values()) {
    if (session.status === 'open' && session.expires_at <= nowSeconds) expired(session, world)
  }
}
