// Why nothing is paid, for the developer: one sentence each, with what to do about it.
import { formatBalance, fromCents } from '@farebox/money'
import type { PayableFacts, PayoutBlocker } from './payable-now.ts'
import type { PayoutSettings } from './payout-settings.ts'

export function blockerWords(
  blocker: PayoutBlocker,
  { facts, settings }: { facts: Pick<PayableFacts, 'available' | 'owed'>; settings: PayoutSettings },
): string {
  return {
    no_account: 'Tell Stripe where to pay you: set up your payout account.',
    account_not_ready: 'Stripe does not let your account receive money yet. Answer what it still asks.',
    negative_balance: 'Your balance at Stripe is below zero: Stripe would keep what we send.',
    hold: 'Your earnings are on hold. The hold says why, and when a person looks again.',
    unfinished: 'A payout is under way. The next one follows when it has ended.',
    debt: `Your organization owes ${formatBalance(facts.owed)} after a refund or dispute. Earnings repay it first.`,
    minimum: `Payouts begin at ${formatBalance(fromCents(settings.minimumCents))}. Less than that stays available until there is more.`,
  }[blocker]
}
