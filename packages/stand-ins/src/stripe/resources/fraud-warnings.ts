// Early fraud warnings: an issuer says that a payment was probably not its cardholder's. No money moves.
import type { Stripe } from 'stripe'
import type { Api } from '../api.ts'
import { newId } from '../ids.ts'
import { listOf } from '../list.ts'
import { log } from '../log.ts'
import { noSuch } from '../stripe-refusal.ts'
import type { StripeWorld } from '../stripe-world.ts'
import { paidChargeNamed } from './charges.ts'

export function addFraudWarningRoutes(api: Api): void {
  const url = '/v1/radar/early_fraud_warnings'
  api.get(url, ({ parameters, world }) =>
    listOf(url, world.store.tables.fraudWarnings.values(), parameters, {
      charge: ({ charge }) => charge,
      payment_intent: ({ payment_intent }) => payment_intent,
    }),
  )
  api.get(`${url}/:id`, ({ id, world }) => {
    const warning = world.store.tables.fraudWarnings.get(id)
    if (warning === undefined) throw noSuch('early_fraud_warning', id)
    return warning
  })
}

/** `paymentId`: a charge, or a payment intent. */
export function warnOfFraud(paymentId: string, world: StripeWorld, fraudType = 'unauthorized_use_of_card'): Stripe.Radar.EarlyFraudWarning {
  const { store, webhooks } = world
  const charge = paidChargeNamed(paymentId, world)
  const warning = {
    id: newId('fraudWarning'),
    object: 'radar.early_fraud_warning',
    actionable: !charge.disputed && !charge.refunded,
    charge: charge.id,
    created: store.nowSeconds(),
    fraud_type: fraudType,
    livemode: false,
    ...(charge.payment_intent && { payment_intent: charge.payment_intent }),
  } satisfies Stripe.Radar.EarlyFraudWarning
  store.tables.fraudWarnings.set(warning.id, warning)
  log(store, { kind: 'fraud-warning', warningId: warning.id, chargeId: charge.id })
  webhooks.publish('radar.early_fraud_warning.created', warning)
  return warning
}

/** A dispute or a whole refund leaves nothing to be done about a warning. */
export function settleWarnings(charge: Stripe.Charge, { store, webhooks }: StripeWorld): void {
  for (const warning of store.tables.fraudWarnings.values()) {
    if (warning.charge !== charge.id || !warning.actionable) continue
    if (!charge.disputed && !charge.refunded) continue
    warning.actionable = false
    webhooks.publish('radar.early_fraud_warning.updated', warning, { previous: { actionable: true } })
  }
}
