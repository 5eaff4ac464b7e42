// Charges under way that nobody answered for: looked at, never repeated blindly. Also those whose order was paid meanwhile by whoever
// heard it first, and those whose owner did not confirm within a day.
import type { AutoTopupChargeModel, Database } from '@farebox/db'
import { type AlertDesk, raiseAlert } from '../alerts/raise-alert.ts'
import type { SavedCardOutcome } from '../stripe/cards-gate.ts'
import { endAsFailed, lockCharge } from './end-charge.ts'
import { type ChargeDesk, sendCharge } from './send-charge.ts'
import { settleCharge } from './settle-charge.ts'

export type FollowDesk = ChargeDesk & AlertDesk

const CHARGES_PER_RUN = 20
const MINUTE_MS = 60_000
/** A request that nobody has seen at Stripe by then will not come any more. */
const LOST_MS = 10 * MINUTE_MS
const ALARM_MS = 30 * MINUTE_MS
/** Later than this nobody expects a charge any more: the balance is looked at afresh. */
const WANTED_MS = 60 * MINUTE_MS

/** Returns how many were looked at. */
export async function followCharges(desk: FollowDesk, now: Date): Promise<number> {
  const orderIds = await claimCharges(desk.database, now)
  for (const orderId of orderIds) await follow(desk, orderId, now)
  return orderIds.length
}

/** Whoever moves the look ahead is the one who looks. */
async function claimCharges(database: Database, now: Date): Promise<string[]> {
  const next = new Date(now.getTime() + MINUTE_MS)
  const rows = await database.$queryRaw<{ order_id: string }[]>`
    update auto_topup_charge set look_at = ${next} where order_id in (
      select charge.order_id from auto_topup_charge charge
        join "order" on "order".id = charge.order_id join auto_topup on auto_topup.wallet_id = charge.wallet_id
       where charge.ended_at is null
         and (charge.look_at <= ${now} or "order".status in ('paid', 'quarantined')
              or (charge.state = 'authentication_required' and auto_topup.status <> 'on'))
       order by charge.look_at limit ${CHARGES_PER_RUN} for update of charge skip locked)
    returning order_id::text`
  return rows.map(({ order_id }) => order_id)
}

async function follow(desk: FollowDesk, orderId: string, now: Date): Promise<void> {
  const charge = await desk.database.autoTopupCharge.findUniqueOrThrow({ where: { orderId } })
  const order = await desk.database.order.findUniqueOrThrow({ where: { id: orderId } })
  if (order.status === 'paid' || order.status === 'quarantined') return settleCharge(desk, orderId, { outcome: paidBy(order), now })
  if (charge.state === 'authentication_required') return giveUpWaiting(desk, charge, now)
  const outcome = await look(desk, charge)
  if (outcome.kind !== 'none') {
    await settleCharge(desk, orderId, { outcome, now })
    if (outcome.kind === 'unknown') await alarm(desk, charge, now)
    return
  }
  // Stripe never heard of it. Still wanted: sent with the same key, once more. Else it is over, once no late request can arrive.
  if (await isStillWanted(desk.database, charge, now)) return sendCharge(desk, orderId, now)
  if (now.getTime() - charge.createdAt.getTime() >= LOST_MS) await endQuietly(desk.database, orderId, now)
}

const paidBy = ({ paymentIntent }: { paymentIntent: string | null }): SavedCardOutcome => ({
  kind: 'paid',
  paymentIntent: paymentIntent ?? '',
})

async function look({ database, stripe }: FollowDesk, { orderId, cardId }: AutoTopupChargeModel) {
  const { customerId } = await database.savedCard.findUniqueOrThrow({ where: { id: cardId } })
  return stripe.cards.lookForCharge({ orderId, customerId })
}

async function isStillWanted(database: Database, { walletId, cardId, createdAt }: AutoTopupChargeModel, now: Date): Promise<boolean> {
  if (now.getTime() - createdAt.getTime() > WANTED_MS) return false
  const autoTopup = await database.autoTopup.findUniqueOrThrow({ where: { walletId } })
  const card = await database.savedCard.findUniqueOrThrow({ where: { id: cardId } })
  const wallet = await database.wallet.findUniqueOrThrow({ where: { id: walletId } })
  return autoTopup.status === 'on' && card.removedAt === null && wallet.status === 'open'
}

/** The link in the mail ends: the payment is made impossible first, then it counts as failed. */
async function giveUpWaiting(desk: FollowDesk, { orderId, paymentIntent }: AutoTopupChargeModel, now: Date): Promise<void> {
  if (!paymentIntent) return
  const canceled = await desk.stripe.cards.cancelPayment(paymentIntent)
  if (canceled.kind === 'unknown') return
  if (canceled.kind !== 'canceled') return settleCharge(desk, orderId, { outcome: { kind: canceled.kind, paymentIntent }, now })
  await desk.database.$transaction(async (transaction) => {
    const charge = await lockCharge(transaction, orderId)
    if (charge && !charge.endedAt) {
      await endAsFailed(transaction, charge, { code: 'authentication_required', stops: 'authentication_required', now })
    }
  })
}

/** Nobody was charged, and nobody failed: its owner had stopped it meanwhile. */
async function endQuietly(database: Database, orderId: string, now: Date): Promise<void> {
  await database.$transaction(async (transaction) => {
    const charge = await lockCharge(transaction, orderId)
    if (!charge || charge.endedAt) return
    await transaction.autoTopupCharge.update({ where: { orderId }, data: { state: 'failed', failureCode: 'not_sent', endedAt: now } })
    await transaction.order.updateMany({ where: { id: orderId, status: 'open' }, data: { status: 'expired' } })
  })
}

async function alarm(desk: FollowDesk, { orderId, createdAt }: AutoTopupChargeModel, now: Date): Promise<void> {
  if (now.getTime() - createdAt.getTime() < ALARM_MS) return
  const explanation = `Since ${createdAt.toISOString()} Stripe has not said what became of the automatic top-up of order ${orderId}. Nothing more is charged to its card until it does.`
  await raiseAlert(desk, { kind: 'auto_topup_unknown', subject: `order ${orderId}`, explanation, now })
}
