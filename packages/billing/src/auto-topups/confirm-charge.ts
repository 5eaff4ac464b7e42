// The owner followed the link in the mail: the same payment goes on while they are here, at their bank's page. No second payment is made.
import type { OrderModel } from '@farebox/db'
import { AppError } from '@farebox/errors'
import type { Till } from '../topups/open-checkout.ts'
import { settleCharge } from './settle-charge.ts'

/** Where to send the owner; undefined where the order is not an automatic one. Throws `order_ended` where there is nothing to confirm. */
export async function confirmCharge(
  till: Till,
  { order, returnUrl, now }: { order: OrderModel; returnUrl: string; now: Date },
): Promise<string | undefined> {
  const { database, stripe } = till
  const charge = await database.autoTopupCharge.findUnique({ where: { orderId: order.id } })
  if (!charge) return undefined
  if (charge.state === 'paid' || charge.state === 'processing') return returnUrl
  if (charge.state !== 'authentication_required' || !charge.paymentIntent) throw new AppError('order_ended')
  const card = await database.savedCard.findUniqueOrThrow({ where: { id: charge.cardId } })
  if (card.removedAt) throw new AppError('order_ended')
  const { paymentIntent } = charge
  const outcome = await stripe.cards.confirm({ paymentIntent, paymentMethodId: card.paymentMethodId, returnUrl })
  if (outcome.kind === 'authenticate') return outcome.url
  await settleCharge(till, order.id, { outcome, now })
  if (outcome.kind === 'declined' || outcome.kind === 'refused') {
    throw new AppError('order_ended', { message: 'Your bank declined the payment. Nothing was charged. Top up with another card.' })
  }
  return returnUrl
}
