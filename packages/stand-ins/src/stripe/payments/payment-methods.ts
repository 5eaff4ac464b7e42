// Cards as payment methods: made when somebody pays, saved with a customer, charged again while they are away.
import type { Stripe } from 'stripe'
import { fingerprintOf, payingCard, type TestCard, testCardCalled, testCardNumbered } from '../checkout/test-cards.ts'
import { newId } from '../ids.ts'
import { noSuch, StripeRefusal } from '../stripe-refusal.ts'
import type { StripeWorld } from '../stripe-world.ts'

/** How a bank takes payments of one saved card while its owner is away; a test may change it. */
export const awayMoods = ['pays', 'processes', 'authenticates', 'declines', 'no-funds', 'expired'] as const
export type AwayMood = (typeof awayMoods)[number]

/** `isSpent`: it paid without being saved, or was taken from its customer, and may not be used again. */
export type StoredPaymentMethod = { method: Stripe.PaymentMethod; number: string; mood?: AwayMood; isSpent?: boolean }

export function newPaymentMethod(card: TestCard, email: string | null, { store }: StripeWorld): StoredPaymentMethod {
  const id = newId('paymentMethod')
  const method = {
    id,
    object: 'payment_method',
    allow_redisplay: 'unspecified',
    billing_details: { address: null, email, name: null, phone: null, tax_id: null },
    card: {
      brand: card.brand,
      checks: { address_line1_check: null, address_postal_code_check: null, cvc_check: 'pass' },
      country: card.country,
      display_brand: card.brand,
      exp_month: 12,
      exp_year: 2034,
      fingerprint: fingerprintOf(card),
      funding: 'credit',
      generated_from: null,
      last4: card.number.slice(-4),
      networks: { available: [card.brand], preferred: null },
      regulated_status: 'unregulated',
      three_d_secure_usage: { supported: true },
      wallet: null,
    },
    created: store.nowSeconds(),
    customer: null,
    customer_account: null,
    livemode: false,
    metadata: {},
    type: 'card',
  } satisfies Stripe.PaymentMethod
  const stored: StoredPaymentMethod = { method, number: card.number }
  store.tables.paymentMethods.set(id, stored)
  return stored
}

/** By its id, or by the name of a test card (`pm_card_visa`), which makes a new one each time, as at Stripe. */
export function paymentMethodNamed(id: string, world: StripeWorld, param = 'payment_method'): StoredPaymentMethod {
  const known = world.store.tables.paymentMethods.get(id)
  if (known) return known
  const card = testCardCalled(id)
  if (card === undefined) throw noSuch('PaymentMethod', id, param)
  return newPaymentMethod(card, null, world)
}

export const cardOf = ({ number }: StoredPaymentMethod): TestCard => testCardNumbered(number) ?? payingCard

export function checkUsable({ method, isSpent }: StoredPaymentMethod): void {
  if (!isSpent || method.customer !== null) return
  const message =
    'The provided PaymentMethod was previously used with a PaymentIntent without Customer attachment, or was detached from a Customer. It may not be used again.'
  throw new StripeRefusal(400, { type: 'invalid_request_error', code: 'payment_method_unexpected_state', message })
}

/** The customer keeps it. A bank that refuses the card outright refuses this too. */
export function attach(stored: StoredPaymentMethod, customerId: string, world: StripeWorld): Stripe.PaymentMethod {
  const { method } = stored
  const { present, isSavedThough } = cardOf(stored)
  if (method.customer !== null && method.customer !== customerId) {
    const message = 'The payment method you provided has already been attached to a customer.'
    throw new StripeRefusal(400, { type: 'invalid_request_error', code: 'payment_method_unexpected_state', message })
  }
  if (typeof present === 'object' && !isSavedThough) {
    const { code, declineCode: decline_code, message } = present
    throw new StripeRefusal(402, { type: 'card_error', code, decline_code, message })
  }
  if (method.customer === customerId) return method
  checkUsable(stored)
  method.customer = customerId
  world.webhooks.publish('payment_method.attached', method)
  return method
}

export function detach(stored: StoredPaymentMethod, world: StripeWorld): Stripe.PaymentMethod {
  const { method } = stored
  if (method.customer === null) {
    const message = 'The payment method you provided is not attached to a customer so detachment is impossible.'
    throw new StripeRefusal(400, { type: 'invalid_request_error', code: 'payment_method_unexpected_state', message })
  }
  const previous = { customer: method.customer }
  method.customer = null
  stored.isSpent = true
  world.webhooks.publish('payment_method.detached', method, { previous })
  return method
}
