// Payment intents: retrieve and list. The hosted page makes them.
import type { Stripe } from 'stripe'
import type { Api } from '../api.ts'
import { newId, randomText } from '../ids.ts'
import { listOf } from '../list.ts'
import type { PaymentIntentData } from '../store.ts'
import { noSuch } from '../stripe-refusal.ts'

export function addPaymentIntentRoutes(api: Api): void {
  api.get('/v1/payment_intents', ({ parameters, world }) =>
    listOf('/v1/payment_intents', world.store.tables.paymentIntents.values(), parameters, { customer: ({ customer }) => customer }),
  )
  api.get('/v1/payment_intents/:id', ({ id, world }) => {
    const intent = world.store.tables.paymentIntents.get(id)
    if (intent === undefined) throw noSuch('payment_intent', id, 'intent')
    return intent
  })
}

export function newPaymentIntent(session: Stripe.Checkout.Session, data: PaymentIntentData, createdSeconds: number): Stripe.PaymentIntent {
  const id = newId('paymentIntent')
  return {
    id,
    object: 'payment_intent',
    allowed_payment_method_types: null,
    amount: session.amount_total ?? 0,
    amount_capturable: 0,
    amount_received: 0,
    application: null,
    application_fee_amount: null,
    automatic_payment_methods: { allow_redirects: 'always', enabled: true },
    canceled_at: null,
    cancellation_reason: null,
    capture_method: 'automatic_async',
    client_secret: `${id}_secret_${randomText(24)}`,
    confirmation_method: 'automatic',
    created: createdSeconds,
    currency: session.currency ?? 'usd',
    customer: session.customer,
    customer_account: null,
    description: data.description ?? null,
    excluded_payment_method_types: null,
    last_payment_error: null,
    latest_charge: null,
    livemode: false,
    managed_payments: null,
    metadata: data.metadata ?? {},
    next_action: null,
    on_behalf_of: null,
    payment_method: null,
    payment_method_configuration_details: null,
    payment_method_options: {},
    payment_method_types: ['card'],
    payment_record: null,
    processing: null,
    receipt_email: data.receipt_email ?? null,
    review: null,
    setup_future_usage: data.setup_future_usage ?? null,
    shipping: null,
    source: null,
    statement_descriptor: null,
    statement_descriptor_suffix: data.statement_descriptor_suffix ?? null,
    status: 'requires_payment_method',
    transfer_data: null,
    transfer_group: data.transfer_group ?? null,
  } satisfies Stripe.PaymentIntent
}
