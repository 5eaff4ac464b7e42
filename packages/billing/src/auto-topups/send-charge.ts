// Asks Stripe for the money of an order that is written already. The gate looks first whether there is a payment of this order.
import type { Database } from '@farebox/db'
import type { StripeGate } from '../stripe/stripe-gate.ts'
import { checkoutPage } from '../topups/start-order.ts'
import { settleCharge } from './settle-charge.ts'

export type ChargeDesk = { database: Database; stripe: StripeGate; walletUrl: string }

export async function sendCharge(desk: ChargeDesk, orderId: string, now: Date): Promise<void> {
  const { database, stripe } = desk
  const { cardId, priceCents } = await database.autoTopupCharge.findUniqueOrThrow({ where: { orderId } })
  const { description } = await database.order.findUniqueOrThrow({ where: { id: orderId } })
  const { customerId, paymentMethodId } = await database.savedCard.findUniqueOrThrow({ where: { id: cardId } })
  const returnUrl = afterTheBank(desk.walletUrl, orderId)
  const asked = { orderId, customerId, paymentMethodId, amountCents: priceCents, description, returnUrl }
  const outcome = await stripe.cards.chargeSavedCard(asked)
  await settleCharge(desk, orderId, { outcome, now })
}

/** Where the bank's page leads back to: the same for every try of an order. */
export const afterTheBank = (walletUrl: string, orderId: string) => `${checkoutPage(walletUrl, orderId)}/return?from=stripe`
