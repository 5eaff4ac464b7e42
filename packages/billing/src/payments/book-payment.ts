// One way to book whatever Stripe says of a payment, whichever event or sweep noticed: all that is true of it now is read, then each
// booking posts only the difference between what is and what should be. So every order of events ends in the same books.
import type { DatabaseTransaction, OrderModel } from '@farebox/db'
import { z } from 'zod'
import { bookDisputes } from '../disputes/index.ts'
import { enqueuer } from '../queue/enqueue.ts'
import { bookRefunds } from '../refunds/book-refunds.ts'
import type { StripePayment } from '../stripe/payment-gate.ts'
import type { StripeCheckout } from '../stripe/stripe-gate.ts'
import { bookCompletion, type Completion, factsOfPayment } from '../topups/book-completion.ts'
import { bookStripeFee } from '../topups/book-stripe-fee.ts'
import type { Till } from '../topups/open-checkout.ts'

/** `sessionId` and `paymentIntent` are hints of an event: they help where we crashed before noting them. The order's own note decides. */
export type AboutPayment = { orderId: string; sessionId?: string; paymentIntent?: string } | { paymentIntent: string }

export type PaymentBooking = (transaction: DatabaseTransaction, now: Date) => Promise<Completion>

/** Undefined: no order of ours. What it answers runs in the transaction that marks its cause handled; it locks the order first. */
export async function readPayment(till: Till, about: AboutPayment): Promise<PaymentBooking | undefined> {
  const order = await findOrder(till, about)
  if (!order) return undefined
  const { checkout, payment } = await askStripe(till, order, about)
  const enqueue = await enqueuer(till.database)
  const isLive = till.stripe.livemode
  const paid = checkout ?? (payment && factsOfPayment(payment, isLive))
  return async (transaction, now) => {
    const moneyIn = { transaction, enqueue }
    const outcome = await bookCompletion(moneyIn, { orderId: order.id, paid, payment, isLive, now })
    const booked = await transaction.order.findUniqueOrThrow({ where: { id: order.id } })
    if (outcome !== 'paid' || !payment || booked.paymentIntent !== payment.paymentIntent) return outcome
    await bookStripeFee(moneyIn, { order: booked, payment, now })
    await bookRefunds(moneyIn, { order: booked, payment, now })
    await bookDisputes(moneyIn, { order: booked, payment, now })
    return outcome
  }
}

/** By our own note of the payment; else the order that Stripe's payment names, which completing it then verifies. */
async function findOrder({ database, stripe }: Till, about: AboutPayment): Promise<OrderModel | null> {
  if ('orderId' in about) return database.order.findUnique({ where: { id: about.orderId } })
  const noted = await database.order.findUnique({ where: { paymentIntent: about.paymentIntent } })
  if (noted) return noted
  const { orderId } = await stripe.payment(about.paymentIntent)
  return z.uuid().safeParse(orderId).success && orderId !== null ? database.order.findUnique({ where: { id: orderId } }) : null
}

type Asked = { checkout: StripeCheckout | undefined; payment: StripePayment | undefined }

/** The session that our order notes is asked which payment is its own; a payment that only names the order counts where there is none. */
async function askStripe({ stripe }: Till, order: OrderModel, about: AboutPayment): Promise<Asked> {
  const hinted = 'orderId' in about ? about.sessionId : undefined
  const sessionId = order.stripeSessionId ?? hinted
  const isKnown = order.status === 'paid' && order.stripeSessionId !== null
  const checkout = sessionId && !isKnown ? await stripe.checkout(sessionId) : undefined
  const paymentIntent = paymentOf(order, checkout, about.paymentIntent)
  return { checkout, payment: paymentIntent ? await stripe.payment(paymentIntent) : undefined }
}

function paymentOf(order: OrderModel, checkout: StripeCheckout | undefined, hinted: string | undefined): string | undefined {
  if (order.paymentIntent !== null) return order.paymentIntent
  if (checkout) return checkout.isPaid ? (checkout.paymentIntent ?? undefined) : undefined
  return order.stripeSessionId === null ? hinted : undefined
}
