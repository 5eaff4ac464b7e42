// Books what Stripe says of a payment's disputes and fraud warnings: only the difference between what is and what should be, so that
// every order of events, and every event that was missed, ends in the same books.
import type { DatabaseTransaction, DisputeModel, OrderModel } from '@farebox/db'
import { assert } from '@farebox/errors'
import { findClaim, lockedDestination } from '../claims/claim-wallet.ts'
import type { MoneyIn, PaymentFacts } from '../payments/money-in.ts'
import { applyPlan, type GiveBack } from './apply-plan.ts'
import { bookLines } from './book-lines.ts'
import { type CaseState, lockCaseState } from './case-state.ts'
import { type NotedCase, noteCases } from './note-cases.ts'
import { planCase } from './plan-case.ts'

/** The order's row is locked, it is paid, and its fee and refunds are booked. */
export async function bookDisputes(moneyIn: MoneyIn, { order, payment, now }: PaymentFacts): Promise<void> {
  if (payment.disputes.length + payment.fraudWarnings.length === 0) return
  for (const noted of await noteCases(moneyIn.transaction, { order, payment, now })) {
    await bookCase(moneyIn, { noted, order, now })
  }
}

async function bookCase(
  { transaction }: MoneyIn,
  { noted, order, now }: { noted: NotedCase; order: OrderModel; now: Date },
): Promise<DisputeModel> {
  const dispute = await bookLines(transaction, noted.dispute, { order, lines: noted.lines, now })
  return settleCase(transaction, { dispute, order })
}

/** From what is in the books alone: run again when calls under way have ended. */
export async function settleCase(
  transaction: DatabaseTransaction,
  { dispute, order }: { dispute: DisputeModel; order: OrderModel },
): Promise<DisputeModel> {
  const state = await lockCaseState(transaction, dispute, order)
  const plan = planCase(state, dispute.phase)
  return applyPlan(transaction, { state, plan, giveBack: await giveBackTo(transaction, state) })
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
