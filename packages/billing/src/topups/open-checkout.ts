// The buyer pressed pay: Stripe makes the page, once per order.
import type { Database } from '@farebox/db'
import { AppError } from '@farebox/errors'
import type { StripeGate } from '../stripe/stripe-gate.ts'
import { checkoutPage } from './start-order.ts'

export type Till = { database: Database; stripe: StripeGate }

/** Older than this, an order that nobody paid keeps its terms no longer. */
const ORDER_LIFE_MS = 24 * 60 * 60 * 1000

/** Where to send the buyer: Stripe's page, or our return page when it is paid already. */
export async function openCheckout(
  { database, stripe }: Till,
  { orderId, walletUrl, now }: { orderId: string; walletUrl: string; now: Date },
): Promise<string> {
  const order = await database.order.findUnique({ where: { id: orderId } })
  if (!order) throw new AppError('not_found')
  const page = checkoutPage(walletUrl, orderId)
  if (order.status === 'paid' || order.status === 'quarantined') return `${page}/return`
  const isTooOld = now.getTime() - order.createdAt.getTime() > ORDER_LIFE_MS
  if (order.status === 'expired' || order.status === 'failed' || isTooOld) throw new AppError('order_ended')
  if (order.mode === 'sandbox' && stripe.livemode) throw new AppError('sandbox_checkout_unavailable')

  const session = order.stripeSessionId
    ? await stripe.checkout(order.stripeSessionId)
    : await stripe.createCheckout({
        orderId,
        name: order.description,
        description: 'Prepaid balance for AI calls.',
        priceCents: order.priceCents,
        buyerEmail: order.buyerEmail,
        successUrl: `${page}/return?from=stripe`,
        cancelUrl: `${page}?canceled=1`,
      })
  await database.order.updateMany({
    where: { id: orderId, status: 'created' },
    data: { status: 'open', stripeSessionId: session.sessionId },
  })
  if (session.state === 'expired') throw new AppError('order_ended')
  return session.url ?? `${page}/return`
}
