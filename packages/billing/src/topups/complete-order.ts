// A paid order is credited, once, whoever notices first: the webhook, the page the buyer returns to, or a sweep.
// Nobody is believed but Stripe's own session, fetched now. What it says must match our order, else the money waits for a person.
import { type DatabaseTransaction, newId, type OrderModel } from '@farebox/db'
import { AppError, assert } from '@farebox/errors'
import { grantPoolFunded, type Movement, organizationWalletFunded, post, topupReceived } from '@farebox/ledger'
import { microcents } from '@farebox/money'
import { lockedDestination } from '../claims/claim-wallet.ts'
import { type Enqueue, enqueuer } from '../queue/enqueue.ts'
import type { StripeCheckout } from '../stripe/stripe-gate.ts'
import { tellOfTopup } from '../webhooks/tell-of-topup.ts'
import { acceptMarkup } from './accept-markup.ts'
import type { Till } from './open-checkout.ts'

export type Completion = 'paid' | 'waiting' | 'expired' | 'failed' | 'quarantined'

/** Asks Stripe, and books what it says. Safe to run often and at once. */
export async function completeOrder(till: Till, orderId: string, now: Date): Promise<Completion> {
  const booking = await readCompletion(till, orderId)
  return till.database.$transaction((transaction) => booking(transaction, now))
}

export type Booking = (transaction: DatabaseTransaction, now: Date) => Promise<Completion>

/** Reads what Stripe knows of an order's session; what it answers books that, inside the caller's transaction. */
export async function readCompletion({ database, stripe }: Till, orderId: string, sessionId?: string): Promise<Booking> {
  const order = await database.order.findUnique({ where: { id: orderId } })
  if (!order) throw new AppError('not_found', { internal: `no order ${orderId}` })
  const session = order.stripeSessionId ?? sessionId
  if (!session) return async () => 'waiting'
  const checkout = await stripe.checkout(session)
  const enqueue = await enqueuer(database)
  return (transaction, now) => book(transaction, { orderId, checkout, isLive: stripe.livemode, enqueue, now })
}

type Facts = { orderId: string; checkout: StripeCheckout; isLive: boolean; enqueue: Enqueue; now: Date }

async function book(transaction: DatabaseTransaction, { orderId, checkout, isLive, enqueue, now }: Facts): Promise<Completion> {
  const order = await lockOrder(transaction, orderId)
  if (order.status === 'paid' || order.status === 'quarantined') return order.status
  if (!checkout.isPaid) return markUnpaid(transaction, order, checkout)

  const mismatch = mismatchOf(order, checkout, isLive)
  if (mismatch) return quarantine(transaction, order, { checkout, mismatch, now })

  const lotId = order.kind === 'grant_pool' ? null : newId()
  // Paid for a wallet that was claimed meanwhile: the money is its new owner's.
  const wallet = order.walletId ? await lockedDestination(transaction, order.walletId) : null
  const isUnclaimed = order.appId !== null && wallet?.kind === 'unclaimed'
  await post(transaction, movementOf(order, checkout, { walletId: wallet?.id ?? null, lotId, isUnclaimed }))
  if (isUnclaimed) await acceptMarkup(transaction, order, now)
  await transaction.order.update({
    where: { id: order.id },
    data: {
      status: 'paid',
      paidAt: now,
      walletId: wallet?.id ?? null,
      lotId,
      stripeSessionId: checkout.sessionId,
      paymentIntent: checkout.paymentIntent,
      buyerEmail: checkout.buyerEmail ?? order.buyerEmail,
    },
  })
  await enqueue(transaction, 'send-receipt', { orderId: order.id })
  await tellOfTopup(transaction, order, now)
  return 'paid'
}

async function lockOrder(transaction: DatabaseTransaction, orderId: string): Promise<OrderModel> {
  await transaction.$queryRaw`select id from "order" where id = ${orderId}::uuid for update`
  return transaction.order.findUniqueOrThrow({ where: { id: orderId } })
}

/** Complete but unpaid is a payment on its way. An expired session may still be found paid later, so nothing is final but paid. */
async function markUnpaid(transaction: DatabaseTransaction, order: OrderModel, { state }: StripeCheckout): Promise<Completion> {
  if (state !== 'expired') return order.status === 'failed' ? 'failed' : 'waiting'
  await transaction.order.update({ where: { id: order.id }, data: { status: 'expired' } })
  return 'expired'
}

/** Why what was paid is not what was ordered, or undefined. */
function mismatchOf(order: OrderModel, checkout: StripeCheckout, isLive: boolean): string | undefined {
  if (checkout.orderId !== order.id) return 'the session names another order'
  if (checkout.livemode !== isLive) return 'the session is of another Stripe mode'
  if (order.mode === 'sandbox' && checkout.livemode) return 'real money was paid for a sandbox order'
  if (checkout.currency !== 'usd') return `paid in ${checkout.currency}`
  if (checkout.amountCents !== order.priceCents) return `paid ${checkout.amountCents} cents of ${order.priceCents}`
  if (!checkout.paymentIntent) return 'the session has no payment'
  return undefined
}

type Quarantine = { checkout: StripeCheckout; mismatch: string; now: Date }

/** Nothing is credited, nothing is lost: a person decides. */
async function quarantine(
  transaction: DatabaseTransaction,
  order: OrderModel,
  { checkout, mismatch, now }: Quarantine,
): Promise<Completion> {
  await transaction.order.update({
    where: { id: order.id },
    data: { status: 'quarantined', quarantineReason: mismatch, stripeSessionId: checkout.sessionId },
  })
  await transaction.auditEntry.create({
    data: {
      id: newId(),
      actorKind: 'system',
      action: 'order.quarantined',
      subject: `order:${order.id}`,
      details: { mismatch, session: checkout.sessionId, paymentIntent: checkout.paymentIntent },
      at: now,
    },
  })
  return 'quarantined'
}

type Destination = { walletId: string | null; lotId: string | null; isUnclaimed: boolean }

function movementOf(order: OrderModel, { paymentIntent }: StripeCheckout, { walletId, lotId, isUnclaimed }: Destination): Movement {
  assert(paymentIntent, 'a matching session has a payment')
  const { mode, priceCents: paidCents, appId } = order
  const paid = { transactionId: newId(), mode, paymentIntent, paidCents, creditMicrocents: microcents(order.creditMicrocents) }
  if (order.kind === 'grant_pool') {
    assert(appId, 'a grant pool belongs to an app')
    return grantPoolFunded({ ...paid, appId })
  }
  assert(walletId && lotId, 'a top-up goes into a wallet')
  if (order.kind === 'organization_topup') return organizationWalletFunded({ ...paid, walletId, lotId })
  // Bought through an app for somebody without an account: spendable in that app until the wallet is claimed.
  return topupReceived({ ...paid, walletId, lotId, appId: isUnclaimed && appId ? appId : undefined })
}
