// A paid order is credited, once, whoever notices first: the webhook, the page the buyer returns to, or a sweep.
// Nobody is believed but Stripe's own object, fetched now. What it says must match our order, else the money waits for a person.
import { type DatabaseTransaction, newId, type OrderModel } from '@farebox/db'
import { assert } from '@farebox/errors'
import { grantPoolFunded, type Movement, organizationWalletFunded, post, topupReceived } from '@farebox/ledger'
import { microcents } from '@farebox/money'
import { noteCard } from '../cards/note-card.ts'
import { lockedDestination } from '../claims/claim-wallet.ts'
import { repayFrom } from '../debts/repay-debt.ts'
import type { MoneyIn } from '../payments/money-in.ts'
import { refusePayment } from '../risk/refuse-payment.ts'
import type { StripePayment } from '../stripe/payment-gate.ts'
import type { StripeCheckout } from '../stripe/stripe-gate.ts'
import { tellOfTopup } from '../webhooks/tell-of-topup.ts'
import { acceptMarkup } from './accept-markup.ts'

export type Completion = 'paid' | 'waiting' | 'expired' | 'failed' | 'quarantined'

/** What Stripe says of an order's payment: a Checkout session, or the payment alone where a saved card paid. */
export type PaidFacts = Omit<StripeCheckout, 'url' | 'sessionId'> & { sessionId: string | null }

/** A payment without a session: what it says of itself. Read with our key, it is of our key's mode. */
export function factsOfPayment(payment: StripePayment, livemode: boolean): PaidFacts {
  const { orderId, isPaid, charge, amountCents, currency, paymentIntent } = payment
  return {
    ...{ sessionId: null, orderId, state: isPaid ? 'complete' : 'open', isPaid, livemode, paymentIntent, buyerEmail: null },
    ...{ amountCents: charge?.paidCents ?? amountCents, currency: charge?.currency ?? currency },
  }
}

export type CompletionFacts = {
  orderId: string
  /** Undefined: Stripe knows nothing of it yet, or it is known to be paid. */
  paid: PaidFacts | undefined
  payment: StripePayment | undefined
  isLive: boolean
  now: Date
}

/** Locks the order: whoever comes second finds what the first one did. */
export async function bookCompletion(moneyIn: MoneyIn, facts: CompletionFacts): Promise<Completion> {
  const { transaction } = moneyIn
  const { orderId, paid, payment, isLive, now } = facts
  const order = await lockOrder(transaction, orderId)
  if (order.status === 'quarantined') return order.status
  if (order.status === 'paid') {
    if (paid) await noteSession(moneyIn, order, paid)
    return order.status
  }
  if (!paid) return order.status === 'failed' || order.status === 'expired' ? order.status : 'waiting'
  if (!paid.isPaid) return markUnpaid(transaction, order, paid)
  const mismatch = mismatchOf(order, paid, isLive) ?? (payment && (await refusePayment(transaction, { payment, now })))
  const outcome = mismatch ? await quarantine(transaction, order, { paid, mismatch, now }) : await credit(moneyIn, order, { paid, now })
  if (payment) await noteCard(transaction, { order, payment, isLive, now })
  return outcome
}

async function credit(
  { transaction, enqueue }: MoneyIn,
  order: OrderModel,
  { paid, now }: { paid: PaidFacts; now: Date },
): Promise<Completion> {
  const lotId = order.kind === 'grant_pool' ? null : newId(now.getTime())
  // Paid for a wallet that was claimed meanwhile: the money is its new owner's.
  const wallet = order.walletId ? await lockedDestination(transaction, order.walletId) : null
  const isUnclaimed = order.appId !== null && wallet?.kind === 'unclaimed'
  await post(transaction, movementOf(order, paid, { walletId: wallet?.id ?? null, lotId, isUnclaimed }))
  if (isUnclaimed) await acceptMarkup(transaction, order, now)
  await transaction.order.update({
    where: { id: order.id },
    data: {
      status: 'paid',
      paidAt: now,
      walletId: wallet?.id ?? null,
      lotId,
      stripeSessionId: paid.sessionId ?? order.stripeSessionId,
      paymentIntent: paid.paymentIntent,
      buyerEmail: paid.buyerEmail ?? order.buyerEmail,
    },
  })
  // What the wallet owes is repaid before anything of it can be spent.
  if (wallet && lotId) await repayFrom(transaction, wallet, [lotId])
  await enqueue(transaction, 'send-receipt', { orderId: order.id })
  await tellOfTopup(transaction, order, now)
  return 'paid'
}

async function lockOrder(transaction: DatabaseTransaction, orderId: string): Promise<OrderModel> {
  await transaction.$queryRaw`select id from "order" where id = ${orderId}::uuid for update`
  return transaction.order.findUniqueOrThrow({ where: { id: orderId } })
}

/** Credited by its payment before we knew its session: now the buyer's address is known, and the receipt can be sent. */
async function noteSession({ transaction, enqueue }: MoneyIn, order: OrderModel, paid: PaidFacts): Promise<void> {
  if (order.stripeSessionId !== null || paid.sessionId === null || paid.paymentIntent !== order.paymentIntent) return
  const buyerEmail = paid.buyerEmail ?? order.buyerEmail
  await transaction.order.update({ where: { id: order.id }, data: { stripeSessionId: paid.sessionId, buyerEmail } })
  if (order.buyerEmail === null && buyerEmail !== null) await enqueue(transaction, 'send-receipt', { orderId: order.id })
}

/** Complete but unpaid is a payment on its way. An expired session may still be found paid later, so nothing is final but paid. */
async function markUnpaid(transaction: DatabaseTransaction, order: OrderModel, { state }: PaidFacts): Promise<Completion> {
  if (state !== 'expired') return order.status === 'failed' ? 'failed' : 'waiting'
  await transaction.order.update({ where: { id: order.id }, data: { status: 'expired' } })
  return 'expired'
}

/** Why what was paid is not what was ordered, or undefined. */
function mismatchOf(order: OrderModel, paid: PaidFacts, isLive: boolean): string | undefined {
  if (paid.orderId !== order.id) return 'the session names another order'
  if (paid.livemode !== isLive) return 'the session is of another Stripe mode'
  if (order.mode === 'sandbox' && paid.livemode) return 'real money was paid for a sandbox order'
  if (paid.currency !== 'usd') return `paid in ${paid.currency}`
  if (paid.amountCents !== order.priceCents) return `paid ${paid.amountCents} cents of ${order.priceCents}`
  if (!paid.paymentIntent) return 'the session has no payment'
  return undefined
}

type Quarantine = { paid: PaidFacts; mismatch: string; now: Date }

/** Nothing is credited, nothing is lost: a person decides. */
async function quarantine(transaction: DatabaseTransaction, order: OrderModel, { paid, mismatch, now }: Quarantine): Promise<Completion> {
  await transaction.order.update({
    where: { id: order.id },
    data: {
      status: 'quarantined',
      quarantineReason: mismatch,
      stripeSessionId: paid.sessionId ?? order.stripeSessionId,
      // Another order's payment stays that one's.
      ...(paid.orderId === order.id && { paymentIntent: paid.paymentIntent ?? order.paymentIntent }),
    },
  })
  await transaction.auditEntry.create({
    data: {
      id: newId(),
      actorKind: 'system',
      action: 'order.quarantined',
      subject: `order:${order.id}`,
      details: { mismatch, session: paid.sessionId, paymentIntent: paid.paymentIntent },
      at: now,
    },
  })
  return 'quarantined'
}

type Destination = { walletId: string | null; lotId: string | null; isUnclaimed: boolean }

function movementOf(order: OrderModel, { paymentIntent }: PaidFacts, { walletId, lotId, isUnclaimed }: Destination): Movement {
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
