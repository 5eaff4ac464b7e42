// Books what Stripe says of a payment's disputes and fraud warnings: only the difference between what is and what should be, so that
// every order of events, and every event that was missed, ends in the same books.
import type { DatabaseTransaction, DisputeModel, OrderModel } from '@farebox/db'
import { assert } from '@farebox/errors'
import { stopAutoTopups } from '../auto-topups/stop-auto-topup.ts'
import { findClaim, lockedDestination } from '../claims/claim-wallet.ts'
import { lockLotsOfPayment, type PaymentLot } from '../payments/lots-of-payment.ts'
import type { MoneyIn, PaymentFacts } from '../payments/money-in.ts'
import { tellOfDispute } from '../webhooks/tell-of-dispute.ts'
import { applyPlan, type GiveBack } from './apply-plan.ts'
import { bookLines } from './book-lines.ts'
import { type CaseState, lockCaseState } from './case-state.ts'
import { type NotedCase, noteCases } from './note-cases.ts'
import { planCase } from './plan-case.ts'
import { settleOthersOf } from './settle-others.ts'
import { stopPayouts } from './stop-payouts.ts'

/** The order's row is locked, it is paid, and its fee and refunds are booked. */
export async function bookDisputes(moneyIn: MoneyIn, { order, payment, now }: PaymentFacts): Promise<void> {
  if (payment.disputes.length + payment.fraudWarnings.length === 0) return
  const { transaction } = moneyIn
  const cases = await noteCases(transaction, { order, payment, now })
  // Wallets are locked before anything of an organization is.
  const lots = await lockLotsOfPayment(transaction, order)
  await stopChargingBy(transaction, { cases, lots, now })
  // What these are about to hold is not held for another payment's case. Where all of them are over, it stays there.
  const isFreezing = cases.some(({ dispute: { phase } }) => phase === 'open' || phase === 'lost')
  await settleOthersOf(transaction, { order, ...(isFreezing && { freezing: order.id }), now })
  const settled = []
  for (const noted of cases) {
    // Settling others may have posted for this one.
    const { steps } = await transaction.dispute.findUniqueOrThrow({ where: { id: noted.dispute.id } })
    const dispute = await bookLines(transaction, { ...noted.dispute, steps }, { order, lines: noted.lines, now })
    settled.push({ dispute: await settleCase(moneyIn, { dispute, order, now }), phaseBefore: noted.phaseBefore })
  }
  await settleOthersOf(transaction, { order, now })
  for (const { dispute, phaseBefore } of settled) if (dispute.phase !== phaseBefore) await tellOfDispute(transaction, dispute, now)
}

type Stopped = { cases: NotedCase[]; lots: PaymentLot[]; now: Date }

/** Whoever's payment is doubted is charged nothing more by ourselves until they turn it on again. */
async function stopChargingBy(transaction: DatabaseTransaction, { cases, lots, now }: Stopped): Promise<void> {
  const fresh = cases.find(({ phaseBefore }) => phaseBefore === undefined)
  if (!fresh) return
  const reason = fresh.dispute.kind === 'fraud_warning' ? 'fraud_warning' : 'disputed'
  await stopAutoTopups(transaction, { walletIds: lots.map(({ walletId }) => walletId), reason, now })
}

/** From what is in the books alone: run again when calls under way have ended. */
export async function settleCase(
  moneyIn: MoneyIn,
  { dispute, order, now }: { dispute: DisputeModel; order: OrderModel; now: Date },
): Promise<DisputeModel> {
  const { transaction } = moneyIn
  const state = await lockCaseState(transaction, dispute, order)
  const plan = planCase(state, dispute.phase)
  const settled = await applyPlan(transaction, { state, plan, giveBack: await giveBackTo(transaction, state) })
  for (const { organizationId, missing } of plan.earnings) if (missing > 0n) await stopPayouts(moneyIn, { organizationId, now })
  return settled
}

/** To whoever owns the wallet now; spendable where the money was, unless the payer has claimed it. */
export async function giveBackTo(
  transaction: DatabaseTransaction,
  { order, lots }: Pick<CaseState, 'order' | 'lots'>,
): Promise<GiveBack | undefined> {
  if (!order.walletId) return undefined
  const { id: walletId } = await lockedDestination(transaction, order.walletId)
  const [first] = lots
  assert(first, 'a wallet that was paid into has the lot')
  const there = lots.filter((lot) => lot.walletId === walletId).at(-1)
  if (there) return { walletId, appId: there.appId ?? undefined }
  const claim = await findClaim(transaction, order.walletId)
  return { walletId, appId: claim?.proof === 'receipt' ? undefined : (first.appId ?? undefined) }
}
