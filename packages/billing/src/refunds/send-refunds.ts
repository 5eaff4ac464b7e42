// A job: refunds that were asked for go to Stripe, and those of which nobody knows are asked about. Nobody waits for a lock meanwhile.
import { publicId, type RefundModel } from '@farebox/db'
import { type AlertDesk, raiseAlert } from '../alerts/raise-alert.ts'
import { readPayment } from '../payments/book-payment.ts'
import { bookingPatience, type MoneyIn } from '../payments/money-in.ts'
import { enqueuer } from '../queue/enqueue.ts'
import type { RefundOutcome, RefundRequest } from '../stripe/money-back-gate.ts'
import type { Till } from '../topups/open-checkout.ts'
import { lockOrder } from './ask-refund.ts'
import { moveRefund } from './move-refund.ts'
import { undoRefund } from './undo-refund.ts'

const REFUNDS_MAX = 200
/** Longer than a call to Stripe: whoever was sending is gone. */
const SENDING_MAX_MS = 5 * 60_000
const ALERT_AFTER_MS = 15 * 60_000
const UNKNOWN_WAIT_MS = 30_000
const clock = { kind: 'clock' } as const

/** Stripe said no for now: the same refund is tried again later. */
const passing: Readonly<Record<string, number>> = {
  balance_insufficient: 60 * 60_000,
  insufficient_funds: 60 * 60_000,
  rate_limit: 60_000,
  lock_timeout: 60_000,
}

/** Returns how many Stripe has now. One that fails does not hold up the others. */
export async function sendRefunds(desk: Till & AlertDesk, now: Date): Promise<number> {
  const due = await desk.database.refund.findMany({
    where: {
      OR: [
        { status: { in: ['requested', 'unknown'] }, OR: [{ sendAfter: null }, { sendAfter: { lte: now } }] },
        { status: 'sending', statusSince: { lt: new Date(now.getTime() - SENDING_MAX_MS) } },
      ],
    },
    orderBy: { createdAt: 'asc' },
    take: REFUNDS_MAX,
  })
  let sent = 0
  const failures: unknown[] = []
  for (const refund of due) {
    try {
      if ((await sendRefund(desk, refund, now)) === 'accepted') sent += 1
      else if (now.getTime() - refund.createdAt.getTime() >= ALERT_AFTER_MS) await alertUnknown(desk, refund, now)
    } catch (failure) {
      failures.push(failure)
    }
  }
  if (failures.length > 0) throw new AggregateError(failures, `${failures.length} refunds could not be sent: ${failures[0]}`)
  return sent
}

/** That it may have been sent is on record before Stripe is asked. Stripe is looked at first, so that one refund never happens twice. */
export async function sendRefund(till: Till, refund: RefundModel, now: Date): Promise<RefundOutcome['kind'] | undefined> {
  const request = await withOrder(till, refund.orderId, (moneyIn) => begin(moneyIn, refund.id, now))
  if (!request) return undefined
  const outcome = await till.stripe.refunds.create(request)
  await withOrder(till, refund.orderId, (moneyIn) => finish(moneyIn, refund.id, { outcome, now }))
  // Refused because the payment is disputed by now: what was put back is frozen with the rest.
  if (outcome.kind !== 'unknown') await book(till, refund.orderId, now)
  return outcome.kind
}

async function withOrder<Answer>({ database }: Till, orderId: string, work: (moneyIn: MoneyIn) => Promise<Answer>): Promise<Answer> {
  const enqueue = await enqueuer(database)
  return database.$transaction(async (transaction) => {
    await lockOrder({ transaction, enqueue }, orderId)
    return work({ transaction, enqueue })
  }, bookingPatience)
}

async function begin(moneyIn: MoneyIn, refundId: string, now: Date): Promise<RefundRequest | undefined> {
  const { transaction } = moneyIn
  let refund: RefundModel | undefined = await transaction.refund.findUniqueOrThrow({ where: { id: refundId } })
  if (refund.status === 'sending' && now.getTime() - refund.statusSince.getTime() >= SENDING_MAX_MS) {
    const failure = 'Whoever was sending it is gone, and left no answer.'
    refund = await moveRefund(moneyIn, refund, { to: 'unknown', actor: clock, changes: { failure }, now })
  }
  if (refund?.status !== 'requested' && refund?.status !== 'unknown') return undefined
  const { paymentIntent } = await transaction.order.findUniqueOrThrow({ where: { id: refund.orderId } })
  if (!paymentIntent) return undefined
  const { amountCents, reason } = refund
  if (!(await moveRefund(moneyIn, refund, { to: 'sending', actor: clock, now }))) return undefined
  return {
    paymentIntent,
    refundId,
    amountCents,
    reason: reason === 'fraudulent' || reason === 'duplicate' ? reason : 'requested_by_customer',
  }
}

/** An answer that comes after Stripe's event has told us changes nothing. */
async function finish(moneyIn: MoneyIn, refundId: string, { outcome, now }: { outcome: RefundOutcome; now: Date }): Promise<void> {
  const { transaction } = moneyIn
  const refund = await transaction.refund.findUniqueOrThrow({ where: { id: refundId } })
  if (refund.status !== 'sending') return
  if (outcome.kind === 'accepted') {
    const changes = { stripeRefundId: outcome.stripeRefundId, failure: null }
    await moveRefund(moneyIn, refund, { to: 'pending', actor: clock, changes, now })
    return
  }
  if (outcome.kind === 'unknown') {
    await moveRefund(moneyIn, refund, {
      to: 'unknown',
      actor: clock,
      changes: { failure: outcome.cause, sendAfter: new Date(now.getTime() + UNKNOWN_WAIT_MS) },
      now,
    })
    return
  }
  const failure = `Stripe refused it (${outcome.code}): ${outcome.message}`
  const waitMs = Object.hasOwn(passing, outcome.code) ? passing[outcome.code] : undefined
  if (waitMs !== undefined) {
    const changes = { failure, sendAfter: new Date(now.getTime() + waitMs) }
    await moveRefund(moneyIn, refund, { to: 'requested', actor: clock, changes, now })
    return
  }
  const failed = await moveRefund(moneyIn, refund, { to: 'failed', actor: { kind: 'stripe' }, changes: { failure }, now })
  const order = await transaction.order.findUniqueOrThrow({ where: { id: refund.orderId } })
  if (failed) await undoRefund(moneyIn, order, failed)
}

async function book(till: Till, orderId: string, now: Date): Promise<void> {
  const booking = await readPayment(till, { orderId })
  await till.database.$transaction(async (transaction) => booking?.(transaction, now), bookingPatience)
}

async function alertUnknown(desk: AlertDesk, { id, createdAt }: RefundModel, now: Date): Promise<void> {
  const subject = publicId('refund', id)
  const explanation = `Refund ${subject}, asked for on ${createdAt.toISOString()}, is not at Stripe yet. Stripe is asked again until it answers; it never happens twice.`
  await raiseAlert(desk, { kind: 'refund_unknown', subject, explanation, now })
}
