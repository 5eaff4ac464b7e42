// A payout that was not sent ends: rejected by a person, or failed at Stripe. What was set aside is available again.
import { newId, type PayoutModel } from '@farebox/db'
import { payoutReturnedToEarnings, post } from '@farebox/ledger'
import type { MoneyOut } from './money-out.ts'
import { movePayout, type PayoutMove } from './move-payout.ts'

export type PayoutEnd = Omit<PayoutMove, 'to' | 'changes'> & {
  to: 'rejected' | 'failed'
  /** For the developer, in words. */
  failure: string
  changes?: PayoutMove['changes']
}

export async function endPayout(moneyOut: MoneyOut, payout: PayoutModel, { failure, ...end }: PayoutEnd): Promise<void> {
  await post(moneyOut.transaction, returning(payout))
  await movePayout(moneyOut, payout, { ...end, changes: { ...end.changes, failure } })
}

/** The movement of an end: what the dry run shows is what is posted. */
export function returning({ id, organizationId, amountCents }: Pick<PayoutModel, 'id' | 'organizationId' | 'amountCents'>) {
  return payoutReturnedToEarnings({ transactionId: newId(), payoutId: id, organizationId, amountCents })
}
