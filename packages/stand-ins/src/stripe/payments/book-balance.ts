// When a payment reaches our balance: its balance transaction appears a moment after the charge.
import type { Stripe } from 'stripe'
import type { TestCard } from '../checkout/test-cards.ts'
import { writeChargeLine } from '../resources/balance-transactions.ts'
import type { StripeWorld } from '../stripe-world.ts'
import { cardOf } from './payment-methods.ts'

/** `charge.updated` says so. */
export function bookBalance(charge: Stripe.Charge, world: StripeWorld): void {
  if (charge.balance_transaction !== null || charge.status !== 'succeeded') return
  const card = cardPaying(charge, world)
  charge.balance_transaction = writeChargeLine(charge, world, { isAvailableAtOnce: card?.isAvailableAtOnce ?? false }).id
  world.webhooks.publish('charge.updated', charge, { previous: { balance_transaction: null } })
}

export function cardPaying(charge: Stripe.Charge, { store }: StripeWorld): TestCard | undefined {
  const stored = store.tables.paymentMethods.get(String(charge.payment_method))
  return stored && cardOf(stored)
}
