// A payout of Stripe's, from a developer's balance there to their bank: it arrived, or the bank sent it back. No money of ours moves;
// the developer sees what happened.
import type { PayoutModel } from '@farebox/db'
import type { MoneyOutGate } from '../stripe/money-out-gate.ts'
import type { MoneyOut } from './money-out.ts'
import { movePayout } from './move-payout.ts'

export type BankPayout = Awaited<ReturnType<MoneyOutGate['connectedPayout']>>

const actor = { kind: 'stripe' } as const

/** Call it alone with the organization's money out. Safe to repeat. */
export async function bookBankPayout(
  moneyOut: MoneyOut,
  { organizationId, bankPayout, now }: { organizationId: string; bankPayout: BankPayout; now: Date },
): Promise<void> {
  const carried = await moneyOut.transaction.payout.findMany({
    where: { organizationId, stripeTransferId: { in: bankPayout.transferIds } },
    orderBy: { createdAt: 'asc' },
  })
  // A transfer that came back whole is over, whatever the bank says.
  for (const payout of carried) if (payout.reversedCents < payout.amountCents) await show(moneyOut, payout, { bankPayout, now })
}

async function show(moneyOut: MoneyOut, payout: PayoutModel, { bankPayout, now }: { bankPayout: BankPayout; now: Date }): Promise<void> {
  const { payoutId: connectedPayoutId, status, failure } = bankPayout
  if (status === 'paid' && (payout.status === 'sent' || payout.status === 'returned')) {
    const changes = { connectedPayoutId, paidAt: now, failure: null }
    await movePayout(moneyOut, payout, { to: 'paid', actor, says: 'The bank account has it.', changes, now })
  }
  const isLater = payout.connectedPayoutId === null || payout.connectedPayoutId === connectedPayoutId
  if (status === 'failed' && isLater && (payout.status === 'sent' || payout.status === 'paid')) {
    const reason = failure?.message ?? 'The bank gave no reason.'
    const told = `${reason} The money is in your Stripe account: correct the bank account there, and Stripe pays it again.`
    const changes = { connectedPayoutId, failure: told }
    await movePayout(moneyOut, payout, { to: 'returned', actor, says: `The bank sent it back: ${reason}`, changes, now })
  }
}
