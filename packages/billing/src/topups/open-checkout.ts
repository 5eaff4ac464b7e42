// The buyer pressed pay: Stripe makes the page, once per order.
import type { Database } from '@farebox/db'
import { AppError } from '@farebox/errors'
import { confirmCharge } from '../auto-topups/confirm-charge.ts'
import { cardToSave } from '../cards/card-to-save.ts'
import { admitBuyer, type Buyer } from '../risk/admit-buyer.ts'
import type { StripeGate } from '../stripe/stripe-gate.ts'
import { checkoutPage } from './start-order.ts'

export type Till = {
  database: Database
  stripe: StripeGate
  /** What challenges for a proof of work are signed with. Unset: where one is wanted, nobody is let through. */
  proofSecret?: string
}

/** Older than this, an order that nobody paid keeps its terms no longer. */
const ORDER_LIFE_MS = 24 * 60 * 60 * 1000

export type CheckoutVisit = { orderId: string; walletUrl: string; buyer: Buyer; now: Date }

/**
 * Where to send the buyer: Stripe's page, their bank's for an automatic top-up that waits for them, or our return page when it is paid
 * already. Throws `proof_required`, `checkout_limit_reached` or `checkout_refused` where the buyer looks like a thief, `purchases_paused`
 * where they took too many purchases back.
 */
export async function openCheckout(till: Till, { orderId, walletUrl, buyer, now }: CheckoutVisit): Promise<string> {
  const { database, stripe, proofSecret } = till
  const order = await database.order.findUnique({ where: { id: orderId } })
  if (!order) throw new AppError('not_found')
  const page = checkoutPage(walletUrl, orderId)
  if (order.status === 'paid' || order.status === 'quarantined') return `${page}/return`
  const isTooOld = now.getTime() - order.createdAt.getTime() > ORDER_LIFE_MS
  if (order.status === 'expired' || order.status === 'failed' || isTooOld) throw new AppError('order_ended')
  if (order.mode === 'sandbox' && stripe.livemode) throw new AppError('sandbox_checkout_unavailable')
  const returnUrl = `${page}/return?from=stripe`
  const confirmation = await confirmCharge(till, { order, returnUrl, now })
  if (confirmation) return confirmation

  // Practice purchases move no money, and people try them often.
  if (order.mode === 'live' && !order.stripeSessionId) await admitBuyer(database, { order, buyer, proofSecret, now })
  const session = order.stripeSessionId
    ? await stripe.checkout(order.stripeSessionId)
    : await stripe.createCheckout({
        orderId,
        name: order.description,
        description: 'Prepaid balance for AI calls.',
        priceCents: order.priceCents,
        buyerEmail: order.buyerEmail,
        ...(await cardToSave(till, { order, buyer, now })),
        successUrl: returnUrl,
        cancelUrl: `${page}?canceled=1`,
      })
  await database.order.updateMany({
    where: { id: orderId, status: 'created' },
    data: { status: 'open', stripeSessionId: session.sessionId },
  })
  if (session.state === 'expired') throw new AppError('order_ended')
  return session.url ?? `${page}/return`
}
