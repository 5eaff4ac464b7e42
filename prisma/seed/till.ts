// Buying in the demo world: the order, the Checkout session and its payment are real ones, at the Stripe stand-in.
import { unknownBuyer } from '../../packages/billing/src/risk/admit-buyer.ts'
import { openStripe } from '../../packages/billing/src/stripe/open-stripe.ts'
import type { StripeGate } from '../../packages/billing/src/stripe/stripe-gate.ts'
import { completeOrder } from '../../packages/billing/src/topups/complete-order.ts'
import { openCheckout } from '../../packages/billing/src/topups/open-checkout.ts'
import { type Purchase, startOrder } from '../../packages/billing/src/topups/start-order.ts'
import type { Database } from '../../packages/db/src/index.ts'
import { assert } from '../../packages/errors/src/index.ts'
import type { Environment } from '../../scripts/start/settings.ts'

export type Till = { database: Database; stripe: StripeGate; standInUrl: string; walletUrl: string }

/** No till with real Stripe keys: the demo world pays with practice cards only. */
export function openTill(database: Database, environment: Environment): Till | undefined {
  const { STRIPE_SECRET_KEY: secretKey = '', STRIPE_API_BASE: apiBase, WALLET_URL: walletUrl = '' } = environment
  if (!apiBase) return undefined
  return { database, stripe: openStripe({ secretKey, apiBase }), standInUrl: apiBase, walletUrl }
}

type WithoutReturn<Kind> = Kind extends Purchase ? Omit<Kind, 'successUrl' | 'cancelUrl'> : never

/** Buys, pays and is credited, as the buyer's browser would. `database` may have its clock set back. */
export async function buy(till: Till, purchase: WithoutReturn<Purchase>, now: Date): Promise<void> {
  const { database, stripe, standInUrl, walletUrl } = till
  const returns = { successUrl: walletUrl, cancelUrl: walletUrl }
  const { orderId } = await startOrder(database, { ...purchase, ...returns } as Purchase, { now, walletUrl })
  await openCheckout({ database, stripe }, { orderId, walletUrl, buyer: unknownBuyer, now })
  const order = await database.order.findUniqueOrThrow({ where: { id: orderId } })
  const paid = await fetch(`${standInUrl}/control/sessions/${order.stripeSessionId}/pay`, { method: 'POST' })
  assert(paid.ok, `the stand-in takes the practice card, not ${paid.status}`)
  const completion = await completeOrder({ database, stripe }, orderId, now)
  assert(completion === 'paid', `a paid order is credited, not ${completion}`)
}
