// Charges: retrieve and list.
import type { Stripe } from 'stripe'
import type { Api, ApiCall } from '../api.ts'
import { type Decline, fingerprintOf, type TestCard } from '../checkout/test-cards.ts'
import { newId } from '../ids.ts'
import { listOf } from '../list.ts'
import { noSuch } from '../stripe-refusal.ts'
import type { StripeWorld } from '../stripe-world.ts'

export function addChargeRoutes(api: Api): void {
  api.get('/v1/charges', list, { forAccounts: true })
  api.get(
    '/v1/charges/:id',
    ({ id, account, world: { store } }) => {
      const charge = store.owned(account, store.tables.charges, id)
      if (charge === undefined) throw noSuch('charge', id)
      return charge
    },
    { forAccounts: true },
  )
}

/** The charge that was paid: by its own id, or by its payment intent's. */
export function paidChargeNamed(paymentId: string, { store }: StripeWorld): Stripe.Charge {
  const { charges, paymentIntents } = store.tables
  const charge = charges.get(paymentId) ?? charges.get(String(paymentIntents.get(paymentId)?.latest_charge))
  if (charge === undefined || charge.status !== 'succeeded') throw noSuch('charge', paymentId)
  return charge
}

function list({ parameters, account, world: { store } }: ApiCall) {
  return listOf('/v1/charges', store.ownedBy(account, store.tables.charges), parameters, {
    customer: ({ customer }) => customer,
    payment_intent: ({ payment_intent }) => payment_intent,
    transfer_group: ({ transfer_group }) => transfer_group,
  })
}

export type Payer = {
  card: TestCard
  paymentMethod: string
  email: string
  authenticated: boolean
  /** Why it was declined. `blocked`: by Radar, and the bank was never asked. */
  decline?: Decline
  blocked?: boolean
}

/** A charge as it is at first: without its balance transaction, which appears a little later. */
export function newCharge(intent: Stripe.PaymentIntent, payer: Payer, createdSeconds: number): Stripe.Charge {
  const { decline } = payer
  return {
    ...nothingSpecial,
    id: newId('charge'),
    object: 'charge',
    amount: intent.amount,
    amount_captured: decline ? 0 : intent.amount,
    billing_details: { address: null, email: payer.email, name: null, phone: null, tax_id: null },
    calculated_statement_descriptor: 'FAREBOX STAND-IN',
    captured: !decline,
    created: createdSeconds,
    currency: intent.currency,
    customer: intent.customer,
    description: intent.description,
    failure_code: decline?.code ?? null,
    failure_message: decline?.message ?? null,
    metadata: intent.metadata,
    outcome: outcomeOf(payer),
    paid: !decline,
    payment_intent: intent.id,
    payment_method: payer.paymentMethod,
    payment_method_details: { type: 'card', card: cardDetails(payer, intent.amount) },
    receipt_email: intent.receipt_email,
    statement_descriptor_suffix: intent.statement_descriptor_suffix,
    status: decline ? 'failed' : 'succeeded',
    transfer_group: intent.transfer_group,
  } satisfies Stripe.Charge
}

/** The other end of a transfer, as the recipient's own account shows it. */
export function newTransferPayment(transfer: Stripe.Transfer): Stripe.Charge {
  return {
    ...nothingSpecial,
    id: newId('payment'),
    object: 'charge',
    amount: transfer.amount,
    amount_captured: transfer.amount,
    billing_details: { address: null, email: null, name: null, phone: null, tax_id: null },
    calculated_statement_descriptor: null,
    captured: true,
    created: transfer.created,
    currency: transfer.currency,
    customer: null,
    description: transfer.description,
    failure_code: null,
    failure_message: null,
    metadata: {},
    outcome: null,
    paid: true,
    payment_intent: null,
    payment_method: null,
    payment_method_details: { type: 'stripe_account', stripe_account: {} },
    receipt_email: null,
    source_transfer: transfer.id,
    statement_descriptor_suffix: null,
    status: 'succeeded',
    transfer_group: null,
  } satisfies Stripe.Charge
}

const nothingSpecial = {
  amount_refunded: 0,
  application: null,
  application_fee: null,
  application_fee_amount: null,
  balance_transaction: null,
  disputed: false,
  failure_balance_transaction: null,
  fraud_details: {},
  livemode: false,
  on_behalf_of: null,
  receipt_number: null,
  receipt_url: null,
  refunded: false,
  review: null,
  shipping: null,
  source: null,
  source_transfer: null,
  statement_descriptor: null,
  transfer_data: null,
} satisfies Partial<Stripe.Charge>

const risks = {
  normal: { risk_level: 'normal', risk_score: 12 },
  elevated: { risk_level: 'elevated', risk_score: 69 },
  highest: { risk_level: 'highest', risk_score: 92 },
  blocked: { risk_level: 'highest', risk_score: 99 },
} as const

function outcomeOf({ card, decline, blocked = false }: Payer): Stripe.Charge.Outcome {
  const risk = risks[card.risk ?? 'normal']
  if (blocked) return { ...blockedOutcome, ...risk }
  return {
    advice_code: null,
    network_advice_code: null,
    network_decline_code: decline ? '01' : null,
    network_status: decline ? 'declined_by_network' : 'approved_by_network',
    reason: decline?.declineCode ?? null,
    ...risk,
    seller_message: decline ? 'The bank did not return any further details with this decline.' : 'Payment complete.',
    type: decline ? 'issuer_declined' : 'authorized',
  }
}

const blockedOutcome = {
  advice_code: null,
  network_advice_code: null,
  network_decline_code: null,
  network_status: 'not_sent_to_network',
  reason: 'highest_risk_level',
  seller_message: 'Stripe blocked this payment as too risky.',
  type: 'blocked',
} satisfies Partial<Stripe.Charge.Outcome>

function cardDetails({ card, authenticated }: Payer, amount: number): Stripe.Charge.PaymentMethodDetails.Card {
  return {
    amount_authorized: amount,
    authorization_code: null,
    brand: card.brand,
    checks: { address_line1_check: null, address_postal_code_check: null, cvc_check: 'pass' },
    country: card.country,
    electronic_commerce_indicator: null,
    exp_month: 12,
    exp_year: 2034,
    fingerprint: fingerprintOf(card),
    funding: 'credit',
    installments: null,
    last4: card.number.slice(-4),
    mandate: null,
    network: card.brand,
    network_transaction_id: null,
    regulated_status: 'unregulated',
    three_d_secure: authenticated ? authentication : null,
    transaction_link_id: null,
    wallet: null,
  }
}

const authentication: Stripe.Charge.PaymentMethodDetails.Card.ThreeDSecure = {
  authentication_flow: 'challenge',
  electronic_commerce_indicator: '05',
  exemption_indicator: null,
  result: 'authenticated',
  result_reason: null,
  transaction_id: null,
  version: '2.2.0',
}
