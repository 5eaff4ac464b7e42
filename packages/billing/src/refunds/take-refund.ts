// A refund is written down and leaves the books in one transaction: before Stripe is asked, or when Stripe told us.
import { newId, type OrderModel, type RefundModel, type RefundOrigin } from '@farebox/db'
import { AppError } from '@farebox/errors'
import { type Movement, post, refundTaken } from '@farebox/ledger'
import { fromCents, type Microcents, microcents, sum } from '@farebox/money'
import { stopAutoTopups } from '../auto-topups/stop-auto-topup.ts'
import { lockedDestination } from '../claims/claim-wallet.ts'
import { thawForRefund } from '../disputes/index.ts'
import type { MoneyIn } from '../payments/money-in.ts'
import { feeShare } from './fee-share.ts'
import { type RefundActor, recordRefund } from './record-refund.ts'
import { lockLeftOf, takeFrom } from './refund-sources.ts'
import { soldTerms } from './refunded-so-far.ts'

export type RefundToTake = {
  origin: RefundOrigin
  amountCents: number
  /** Of the package's fee. Not given: its share. */
  fee?: Microcents
  reason: string | null
  askedBy?: string | null
  stripeRefundId?: string | null
  actor: RefundActor
  now: Date
}

/** The order's row is locked. What is not there any more is owed: by the wallet, or by the organization whose pool it was. */
export async function takeRefund(moneyIn: MoneyIn, order: OrderModel, refund: RefundToTake): Promise<RefundModel> {
  const { transaction } = moneyIn
  const { origin, amountCents, reason, askedBy = null, stripeRefundId = null, now } = refund
  const fee = refund.fee ?? feeShare(await soldTerms(transaction, order), amountCents)
  const wanted = microcents(fromCents(amountCents) - fee)
  const taken = takeFrom(await sourcesFor(moneyIn, order, { wanted, now }), wanted)
  const credit = sum(taken.map(({ amountMicrocents }) => amountMicrocents))
  const owed = microcents(wanted - credit)
  const id = newId(now.getTime())
  const debtor = owed > 0n ? await debtorOf(moneyIn, order) : undefined
  const movement: Movement = refundTaken({
    ...{ transactionId: newId(now.getTime()), mode: order.mode, refundId: id, amountCents, sources: taken, feeMicrocents: fee },
    owed: debtor && { debtor, amountMicrocents: owed },
  })
  await post(transaction, movement, new AppError('refund_changed'))
  const row = await transaction.refund.create({
    data: {
      ...{ id, orderId: order.id, mode: order.mode, origin, status: origin === 'stripe' ? 'pending' : 'requested', amountCents },
      ...{ creditMicrocents: credit, feeMicrocents: fee, owedMicrocents: owed, reason, askedBy, stripeRefundId },
      ...{ createdAt: now, statusSince: now },
    },
  })
  const walletIds = taken.flatMap((source) => (source.kind === 'lot' ? [source.walletId] : []))
  await stopAutoTopups(transaction, { walletIds: [...walletIds, ...(order.walletId ? [order.walletId] : [])], reason: 'refunded', now })
  await recordRefund(moneyIn, row, { action: 'taken', actor: refund.actor, now })
  return row
}

/** What is left; where that is not enough, what a fraud warning or dispute froze of this purchase comes back for it. */
async function sourcesFor({ transaction }: MoneyIn, order: OrderModel, { wanted, now }: { wanted: Microcents; now: Date }) {
  const left = await lockLeftOf(transaction, order)
  if (left.available >= wanted) return left.sources
  await thawForRefund(transaction, { order, amountMicrocents: microcents(wanted - left.available), now })
  return (await lockLeftOf(transaction, order)).sources
}

async function debtorOf({ transaction }: MoneyIn, { kind, walletId, organizationId }: OrderModel) {
  if (kind === 'grant_pool' && organizationId) return { kind: 'organization_receivable', organizationId } as const
  if (!walletId) throw new AppError('internal_error', { internal: 'a refund of nobody’s purchase' })
  const { id } = await lockedDestination(transaction, walletId)
  return { kind: 'user_receivable', walletId: id } as const
}
